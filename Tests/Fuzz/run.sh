#!/bin/sh
# Fuzzing of reading, formatting and checking, in release mode and outside the package.
#
#   Tests/Fuzz/run.sh [INPUTS]          guided by coverage (libFuzzer, which the toolchain for Linux has)
#   Tests/Fuzz/run.sh seeded [INPUTS]   texts of the corpora, changed at random but always in the same way
#
# INPUTS is 1,000,000 unless said. The inputs begin with the specs of the repository and the test corpora.
# What breaks a law, crashes or is slow is left as crash-*, timeout-*, broken-*, slow-* or, after a crash of
# `seeded`, last-* in the build folder: FUZZ_BUILD, or else a temporary one. Make it small (libFuzzer's
# `-minimize_crash=1` helps) and put it into Tests/Fuzz/Corpus, which the suites run over.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${FUZZ_BUILD:-${TMPDIR:-/tmp}/mtl-fuzz}
mode=guided
if [ "${1:-}" = seeded ]; then
  mode=seeded
  shift
fi
inputs=${1:-1000000}
mkdir -p "$build/corpus" "$build/seeds" "$build/$mode"

# Compiles files into a module: its name, flags, and the files.
compile() {
  module=$1
  flags=$2
  shift 2
  swiftc -O -wmo -parse-as-library -swift-version 6 -package-name mtl $flags \
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility \
    -module-name "$module" -I . -emit-module -emit-module-path "$module.swiftmodule" \
    -c "$@" -o "$module.o"
}

find "$root/specs" "$root/Tests" -name '*.mtl' -size -8k -not -path '*/hostile/*' | while read -r file; do
  cp "$file" "$build/seeds/$(echo "${file#"$root"/}" | tr / -)"
done

cd "$build/$mode"
coverage=
[ $mode = guided ] && coverage=-sanitize=fuzzer
for module in MTLSource MTLSyntax MTLGraph MTLCatalogue MTLSemantics; do
  compile $module "$coverage" $(find "$root/Sources/$module" -name '*.swift')
done
compile MTLTestSupport "" "$root"/Tests/MTLTestSupport/*.swift
processors=$(getconf _NPROCESSORS_ONLN)

if [ $mode = guided ]; then
  compile Fuzz "$coverage" "$root/Tests/Fuzz/Trial.swift" "$root/Tests/Fuzz/FuzzTarget.swift"
  swiftc $coverage ./*.o -o fuzz
  cd "$build"
  exec guided/fuzz corpus seeds -dict="$root/Tests/Fuzz/mtl.dict" -max_len=2048 -timeout=2 \
    -rss_limit_mb=1024 -fork="$processors" -runs="$inputs"
fi
compile Fuzz "" "$root/Tests/Fuzz/Trial.swift" "$root/Tests/Fuzz/SeededTrials.swift"
swiftc ./*.o -o seeded
cd "$build"
for seed in $(seq "$processors"); do
  seeded/seeded seeds $((inputs / processors)) "$seed" &
done
wait
