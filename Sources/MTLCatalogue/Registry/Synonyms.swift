extension Registry {
  /// The names by which other libraries call what the catalogue has, in lower case without blanks and
  /// underscores.
  package static let synonyms: [String: String] = [
    "linear": "dense", "fc": "dense", "fullyconnected": "dense", "affine": "dense",
    "conv2d": "conv", "convolution": "conv", "convolution2d": "conv",
    "maxpool2d": "max_pool", "maxpooling2d": "max_pool", "maxpool": "max_pool",
    "maxpooling": "max_pool",
    "avgpool2d": "average_pool", "averagepooling2d": "average_pool", "avgpool": "average_pool",
    "averagepool": "average_pool",
    "batchnorm2d": "batch_norm", "batchnorm1d": "batch_norm", "batchnormalization": "batch_norm",
    "bn": "batch_norm", "layernormalization": "layer_norm", "ln": "layer_norm", "view": "reshape",
    "dropout2d": "dropout", "logistic": "sigmoid", "skip": "residual",
    "crossentropyloss": "cross_entropy", "categoricalcrossentropy": "cross_entropy",
    "sparsecategoricalcrossentropy": "cross_entropy", "softmaxcrossentropy": "cross_entropy",
    "ce": "cross_entropy", "nll": "cross_entropy", "nllloss": "cross_entropy",
    "bce": "binary_cross_entropy", "bceloss": "binary_cross_entropy",
    "bcewithlogits": "binary_cross_entropy", "bcewithlogitsloss": "binary_cross_entropy",
    "binarycrossentropywithlogits": "binary_cross_entropy",
    "mseloss": "mse", "meansquarederror": "mse", "l2loss": "mse", "l1loss": "mae", "l1": "mae",
    "poissonnllloss": "poisson", "kldivloss": "kl_divergence", "kldivergence": "kl_divergence",
    "hingeloss": "hinge", "diceloss": "dice", "focalloss": "focal", "cornloss": "corn",
    "tripletloss": "triplet", "tripletmarginloss": "triplet", "supconloss": "contrastive",
    "supcon": "contrastive",
    "meanabsoluteerror": "mae", "huberloss": "huber",
    "acc": "accuracy", "f1": "macro_f1", "f1score": "macro_f1", "rocauc": "auc", "aucroc": "auc",
    "r2score": "r2", "rsquared": "r2",
    "momentum": "sgd", "gradientdescent": "sgd", "cosineannealing": "cosine",
    "cosineannealinglr": "cosine", "steplr": "steps", "multisteplr": "steps",
    "linearlr": "linear", "polynomiallr": "polynomial", "poly": "polynomial",
    "polynomialdecay": "polynomial", "exponentiallr": "exponential",
    "exponentialdecay": "exponential", "inversesquareroot": "inverse_sqrt",
    "noam": "inverse_sqrt", "onecycle": "one_cycle", "onecyclelr": "one_cycle",
    "reducelronplateau": "plateau",
    "uncertaintyweighting": "uncertainty", "uw": "uncertainty", "kendall": "uncertainty",
    "sum": "equal", "ew": "equal", "weighted": "static", "fixed": "static",
    "constantweights": "static", "ls": "equal", "linearscalarization": "equal",
    "si": "scale_invariant", "scaleinvls": "scale_invariant",
    "float": "number", "int": "number", "integer": "number", "real": "number", "numeric": "number",
    "continuous": "number", "class": "category", "categorical": "category", "enum": "category",
    "bool": "flag", "boolean": "flag", "binary": "flag", "image": "pixels", "picture": "pixels",
    "str": "category", "string": "category", "text": "category", "object": "category",
    "float32": "number", "float64": "number", "double": "number", "int64": "number",
    "tsv": "csv", "readcsv": "csv", "onehot": "encode",
    "earlystopping": "early", "earlystop": "early", "softmaxloss": "cross_entropy",
    "lookup": "embedding", "selfattention": "attention", "multiheadattention": "attention",
  ]

  /// What other libraries have as an entry of its own, as the catalogue writes it.
  package static let phrases: [String: String] = [
    "globalaveragepool": "average_pool(all)", "globalaveragepooling": "average_pool(all)",
    "globalaveragepooling2d": "average_pool(all)", "adaptiveavgpool2d": "average_pool(all)",
    "globalmaxpool": "max_pool(all)", "globalmaxpooling2d": "max_pool(all)",
    "mean": "equal(reduction: mean)", "average": "equal(reduction: mean)",
    "imtl": "imtl_l -> imtl_g", "bidirectional": "gru(64, direction: both)",
    "bigru": "gru(64, direction: both)",
  ]

  /// The phrase by which the catalogue writes what another library calls so.
  package static func phrase(for name: String) -> String? { phrases[folded(name)] }

  /// The catalogue's name for what another library calls so.
  package static func synonym(of name: String) -> String? {
    synonyms[folded(name)]
  }

  private static func folded(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" }
  }
}
