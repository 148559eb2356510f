extension Registry {
  /// The names that the language has and the catalogue not yet, so that a message can tell a word that
  /// is to come from one that is wrong.
  package static let planned: Set<String> = [
    // layers
    "adapter", "attention", "concat", "elu", "embedding", "embedding_bag", "film", "frozen",
    "gather",
    "group_norm", "gru", "hard_sigmoid", "last_over", "leaky_relu", "lstm", "max_over", "mean_over",
    "mish", "pad", "position", "prelu", "rms_norm", "scale", "selu", "silu", "slice", "softplus",
    "split", "stop_gradient", "transformer", "transpose", "transposed_conv", "upsample",
    // losses and metrics
    "contrastive", "corn", "dice", "focal", "hinge", "iou", "kl_divergence", "log_cosh", "poisson",
    "quantile", "smooth_l1", "top_k", "triplet",
    // weightings
    "aligned", "adatask", "cagrad", "config", "cosmos", "cov", "cr_mogm", "db_mtl", "dtp",
    "dual_projection", "dwa", "excess_mtl", "fairgrad", "famo", "gls", "graddrop", "gradnorm",
    "gradvac", "igb", "imtl_g", "imtl_l", "krum", "lbtw", "ldc", "mgda", "moco", "nash", "pbi",
    "pcgrad", "rlw", "scale_invariant", "stch", "tchebycheff", "trimmed_mean", "upgrad",
    // sharing schemes
    "cgc", "cross_stitch", "mmoe", "mtan", "ple",
    // optimizers and schedules
    "adagrad", "adamax", "exponential", "inverse_sqrt", "lamb", "linear", "lion", "nadam",
    "one_cycle",
    "plateau", "polynomial", "radam", "rmsprop",
    // data
    "conllu", "flags", "folds", "group", "idx", "images", "npz", "numbers", "tags", "time",
    "tokens", "count",
  ]

  /// The parameters that entries are to have and have not yet, by the entry's name.
  package static let plannedParameters: [String: Set<String>] = [
    "category": ["hash"],
    "csv": ["separator", "test", "train", "validation"],
    "encode": ["bags", "embedding"],
    "hard": ["layers"],
  ]
}
