import MTLGraph

/// Everything that the catalogue holds: one sorted list for each kind of thing.
///
/// Engines walk these lists and never name an entry. A new entry is one file and one line here.
package enum Registry {
  /// The operations, by type name.
  package static let primitives: [any Primitive.Type] = [
    Absolute.self,
    Add.self,
    AddToRows.self,
    AveragePool.self,
    AveragePoolGradient.self,
    Broadcast.self,
    ClassMean.self,
    ColumnMoments.self,
    Constant.self,
    ConstantVector.self,
    Contraction.self,
    Convolution.self,
    ConvolutionInputGradient.self,
    ConvolutionWeightGradient.self,
    ConvolutionWeightShares.self,
    CrossEntropy.self,
    CrossEntropyGradient.self,
    Divide.self,
    DropoutMask.self,
    Equal.self,
    ErrorFunction.self,
    Exponential.self,
    FirstPlaces.self,
    GatedProductGradient.self,
    GatedRecurrence.self,
    GatedRecurrenceGradient.self,
    GatedRecurrenceStates.self,
    GaussianErrorLinearUnit.self,
    GaussianErrorLinearUnitGradient.self,
    Greater.self,
    HardestRow.self,
    HyperbolicTangent.self,
    JoinColumns.self,
    JoinRows.self,
    KeepFirst.self,
    LaneProducts.self,
    LayerNormalization.self,
    LayerNormalizationGradient.self,
    LayerNormalizationScaleGradient.self,
    LogSumExp.self,
    Logarithm.self,
    LogisticSigmoid.self,
    LookUpRows.self,
    MatrixProduct.self,
    MaxPool.self,
    MaxPoolGradient.self,
    Maximum.self,
    MaximumConstant.self,
    MemoryRecurrence.self,
    MemoryRecurrenceGradient.self,
    Minimum.self,
    MinimumConstant.self,
    Multiply.self,
    Negate.self,
    Offset.self,
    Pack.self,
    PairLogSumExp.self,
    PairLogSumExpGradient.self,
    PlaceColumns.self,
    PlaceRows.self,
    Power.self,
    RandomUniform.self,
    Reciprocal.self,
    ReciprocalSquareRoot.self,
    Rectify.self,
    ReplaceRows.self,
    Reshape.self,
    RowCount.self,
    RunningSum.self,
    Scale.self,
    SelectLane.self,
    SelectRows.self,
    SelfAttention.self,
    SelfAttentionGradient.self,
    Sign.self,
    Slice.self,
    Softmax.self,
    Softplus.self,
    Solve.self,
    Square.self,
    SquareRoot.self,
    StackLanes.self,
    Standardize.self,
    StandardizeSums.self,
    Step.self,
    StopGradient.self,
    Subtract.self,
    Sum.self,
    SumBlocks.self,
    TakeColumns.self,
  ]

  /// The steps of bodies, by name.
  package static let layers: [any Layer.Type] = [
    Adapter.self,
    AddLayer.self,
    Attention.self,
    AveragePoolLayer.self,
    BatchNorm.self,
    Concat.self,
    Conv.self,
    Dense.self,
    Dropout.self,
    ExponentialLinearUnit.self,
    FeatureModulation.self,
    Flatten.self,
    Frozen.self,
    Gather.self,
    Gelu.self,
    GroupNorm.self,
    GatedRecurrentUnit.self,
    HardSigmoid.self,
    HardSwish.self,
    HardTanh.self,
    LastOver.self,
    LayerNorm.self,
    LeakyRelu.self,
    LongShortTermMemory.self,
    MaxOver.self,
    MaxPoolLayer.self,
    MeanOver.self,
    Mish.self,
    MultiplyLayer.self,
    Pad.self,
    Position.self,
    ParametricRelu.self,
    Relu.self,
    Repeat.self,
    ReshapeLayer.self,
    Residual.self,
    RmsNorm.self,
    ScaleLayer.self,
    Selu.self,
    Sigmoid.self,
    Silu.self,
    SliceLayer.self,
    SoftmaxLayer.self,
    SoftplusLayer.self,
    SplitLayer.self,
    StopGradientLayer.self,
    Tanh.self,
    Transformer.self,
    Transpose.self,
    TransposedConv.self,
    Upsample.self,
  ]

  /// The losses, by name.
  package static let losses: [any Loss.Type] = [
    BinaryCrossEntropyLoss.self,
    ContrastiveLoss.self,
    OrdinalLoss.self,
    CrossEntropyLoss.self,
    DiceLoss.self,
    FocalLoss.self,
    HingeLoss.self,
    HuberLoss.self,
    KullbackLeiblerLoss.self,
    LogCoshLoss.self,
    MeanAbsoluteErrorLoss.self,
    MeanSquaredErrorLoss.self,
    PoissonLoss.self,
    QuantileLoss.self,
    SmoothAbsoluteErrorLoss.self,
    TripletLoss.self,
  ]

  /// The metrics, by name.
  package static let metrics: [any Metric.Type] = [
    Accuracy.self,
    AreaUnderCurve.self,
    Dice.self,
    IntersectionOverUnion.self,
    LogLoss.self,
    MacroF1.self,
    MeanAbsoluteError.self,
    MeanSquaredError.self,
    CoefficientOfDetermination.self,
    TopK.self,
  ]

  /// The optimizers, by name.
  package static let optimizers: [any Optimizer.Type] = [
    Adagrad.self,
    Adam.self,
    Adamax.self,
    AdamW.self,
    Lamb.self,
    Lion.self,
    Nadam.self,
    Radam.self,
    RootMeanSquarePropagation.self,
    StochasticGradientDescent.self,
  ]

  /// The schedules, by name.
  package static let schedules: [any Schedule.Type] = [
    ConstantSchedule.self,
    CosineSchedule.self,
    ExponentialSchedule.self,
    InverseSquareRootSchedule.self,
    LinearSchedule.self,
    OneCycleSchedule.self,
    PlateauSchedule.self,
    PolynomialSchedule.self,
    StepsSchedule.self,
  ]

  /// The weightings, by name.
  package static let weightings: [any Weighting.Type] = [
    AdaptiveTaskRates.self,
    AlignedGradients.self,
    ConflictAverse.self,
    ConflictFree.self,
    ConstantGradients.self,
    CosineScalarization.self,
    CoefficientOfVariation.self,
    MomentumWeights.self,
    DualBalancing.self,
    DynamicTaskPriority.self,
    DualProjection.self,
    DynamicWeightAverage.self,
    EqualWeighting.self,
    ExcessRisk.self,
    FairGradients.self,
    FastAdaptiveOptimization.self,
    GeometricMean.self,
    GradientSignDropout.self,
    GradientNormalization.self,
    GradientVaccine.self,
    ImprovableGap.self,
    ImpartialGradients.self,
    ImpartialLosses.self,
    Krum.self,
    LossBalancedWeighting.self,
    LossDiscrepancyControl.self,
    MultipleGradientDescent.self,
    MomentumCorrection.self,
    NashBargaining.self,
    BoundaryIntersection.self,
    ProjectConflicting.self,
    RandomGradients.self,
    RandomLossWeighting.self,
    ScaleInvariant.self,
    StaticWeighting.self,
    SmoothTchebycheff.self,
    Tchebycheff.self,
    TrimmedMean.self,
    UncertaintyWeighting.self,
    ConeProjection.self,
  ]

  /// The sharing schemes, by name.
  package static let sharings: [any Sharing.Type] = [
    CustomizedGateControl.self,
    HardSharing.self,
    MultiGateMixture.self,
  ]

  /// The ways to bound a gradient, by name.
  package static let clippings: [any Clipping.Type] = [
    NormClipping.self,
    ValueClipping.self,
  ]

  /// The penalties on parameters, by name.
  package static let penalties: [any Penalty.Type] = [
    SquaredPenalty.self
  ]

  /// The types of columns, by name.
  package static let columnTypes: [any ColumnType.Type] = [
    CategoriesColumn.self,
    CategoryColumn.self,
    FlagColumn.self,
    FlagsColumn.self,
    NumberColumn.self,
    NumbersColumn.self,
    PixelsColumn.self,
    TagsColumn.self,
    TimeColumn.self,
    TokensColumn.self,
  ]

  /// The sources of rows, by name.
  package static let sources: [any DataSource.Type] = [
    CoNLLUSource.self,
    CSVSource.self,
    NPZSource.self,
    SyntheticSource.self,
  ]

  /// The rules of holding rows out, by name.
  package static let splits: [any SplitRule.Type] = [
    RandomSplit.self,
    TimeSplit.self,
  ]

  /// The steps that make vectors of records, by name.
  package static let encoders: [any RecordEncoder.Type] = [
    Encode.self
  ]

  /// The steps that read tokens, by name.
  package static let tokenReaders: [any TokenReader.Type] = [
    Embedding.self,
    EmbeddingBag.self,
  ]

  /// The ways to draw from several data sets, by name.
  package static let samplings: [any Sampling.Type] = [
    ProportionalSampling.self,
    RoundRobinSampling.self,
    TemperatureSampling.self,
  ]

  /// Where parameters can come from, by name.
  package static let parameterSources: [any ParameterSource.Type] = [
    CheckpointSource.self
  ]

  /// The spaces that a search draws from, by name.
  package static let searchSpaces: [any SearchSpace.Type] = [
    LogarithmicSpace.self,
    UniformSpace.self,
  ]

  /// The ways to search, by name.
  package static let searchMethods: [any SearchMethod.Type] = [
    GridSearch.self,
    RandomSearch.self,
  ]

  /// The rules of ending a run early, by name.
  package static let stoppingRules: [any StoppingRule.Type] = [
    EarlyStopping.self
  ]

  /// What a step keeps of its values, by name.
  package static let memoryUses: [any MemoryUse.Type] = [
    KeptValues.self,
    RecomputedValues.self,
  ]

  /// Every kind of entry that specs name, with its entries.
  package static let kinds: [Kind] =
    [
      Kind(.layer, plural: "layers", layers.map { $0 }),
      Kind(.encoder, plural: "encoders", encoders.map { $0 }),
      Kind(.tokenReader, plural: "token readers", tokenReaders.map { $0 }),
      Kind(.loss, plural: "losses", losses.map { $0 }),
      Kind(.metric, plural: "metrics", metrics.map { $0 }),
      Kind(.weighting, plural: "weightings", weightings.map { $0 }),
      Kind(.sharing, plural: "sharing schemes", sharings.map { $0 }),
      Kind(.optimizer, plural: "optimizers", optimizers.map { $0 }),
      Kind(.schedule, plural: "schedules", schedules.map { $0 }),
      Kind(.clipping, plural: "gradient clippings", clippings.map { $0 }),
      Kind(.penalty, plural: "penalties", penalties.map { $0 }),
      Kind(.stoppingRule, plural: "stopping rules", stoppingRules.map { $0 }),
      Kind(.memoryUse, plural: "memory uses", memoryUses.map { $0 }),
      Kind(.sampling, plural: "samplings", samplings.map { $0 }),
      Kind(.parameterSource, plural: "parameter sources", parameterSources.map { $0 }),
      Kind(.searchSpace, plural: "search spaces", searchSpaces.map { $0 }),
      Kind(.searchMethod, plural: "search methods", searchMethods.map { $0 }),
      Kind(.columnType, plural: "column types", columnTypes.map { $0 }),
      Kind(.source, plural: "data sources", sources.map { $0 }),
      Kind(.split, plural: "splits", splits.map { $0 }),
    ]

  /// One kind of entry.
  package struct Kind: Sendable {
    package let kind: EntryKind
    package let plural: String
    package let entries: [any CatalogueEntry.Type]

    fileprivate init(_ kind: EntryKind, plural: String, _ entries: [any CatalogueEntry.Type]) {
      self.kind = kind
      self.plural = plural
      self.entries = entries
    }

    /// What messages call an entry of the kind.
    package var name: String { kind.rawValue }
  }
}
