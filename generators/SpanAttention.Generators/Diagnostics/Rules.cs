namespace SpanAttention.Generators.Diagnostics;

/// <summary>All rules for declarations, in the order of their ids. Each has a page <c>Diagnostics/SPAT###.md</c>.</summary>
internal static class Rules
{
    public static readonly Rule NotPartial = new("SPAT001", "The declared type is not partial", "{0} must be partial, so that its attention can be emitted into it");
    public static readonly Rule ContainerNotPartial = new("SPAT002", "A containing type is not partial", "{0} contains {1} and must be partial too, so that attention can be emitted into {1}");
    public static readonly Rule Generic = new("SPAT003", "Generic types cannot be declared", "{0} has type parameters; attention is compiled for one shape, so neither the declared type nor its containers may be generic");
    public static readonly Rule FileLocal = new("SPAT004", "File-local types cannot be declared", "{0} is visible in its own file only, where no emitted part can join it; remove the file modifier");
    public static readonly Rule Missing = new("SPAT005", "A required dimension is missing", "{0} needs {1}: {2}");
    public static readonly Rule NotPositive = new("SPAT006", "A dimension or length is not positive", "{0} is {1}; it must be at least 1{2}");
    public static readonly Rule HeadsDoNotDivide = new("SPAT007", "Heads do not divide", "{0} is {1}, which {2} = {3} does not divide; {4}");
    public static readonly Rule Conflict = new("SPAT008", "Two arguments say the same thing", "{0} and {1} are both given; {2}");
    public static readonly Rule BadScale = new("SPAT009", "The scale is not a positive finite number", "Scale is {0}; it must be positive and finite, also as a float. Leave it out for 1 / √HeadDim");
    public static readonly Rule NoConstant = new("SPAT010", "The value of an argument is not known to the compiler", "The value of {0} is not known here; {1}");
    public static readonly Rule Overflow = new("SPAT011", "A tensor is too large", "{0} would hold {1} elements; at most {2} can be addressed");
    public static readonly Rule LayerType = new("SPAT012", "A layer must be a sealed class", "{0} must be a sealed partial class that is neither static nor a record: a layer holds its weights");
    public static readonly Rule LayerBase = new("SPAT013", "A layer has a base class", "{0} derives from {1}; a layer's constructor is emitted and cannot call that of a base class");
    public static readonly Rule LayerConstructor = new("SPAT014", "A layer has a constructor of its own", "{0} declares a constructor; a layer's only constructor is emitted and takes its weights");
    public static readonly Rule OneInput = new("SPAT015", "Only one of two inputs has a width", "{0} is given without {1}; keys and values come from two inputs, or declare ContextDim for one that serves both");
    public static readonly Rule HeadsAreNoOutput = new("SPAT016", "Heads do not make up the output", "Without output projection the output is the heads side by side: Heads × HeadDim = {0}, but OutputDim is {1}");
    public static readonly Rule SeveralAttributes = new("SPAT017", "A type carries several attention attributes", "{0} carries {1} attention attributes; one type is one attention");
    public static readonly Rule NameTaken = new("SPAT018", "The name of an emitted member is taken", "{0} already has something named {1}, which is also an emitted member; rename it");
    public static readonly Rule UnknownValue = new("SPAT019", "An enum value is not defined", "{0} is {1}, which is none of its values");
    public static readonly Rule BadWindow = new("SPAT020", "A window is negative", "{0} is {1}; it counts the keys beside a query's position that the query sees: 0 or more, or -1 for no bound");
    public static readonly Rule BadSoftCap = new("SPAT021", "The soft cap is not a positive finite number", "SoftCap is {0}; it must be positive and finite, also as a float. Leave it out for no cap");
    public static readonly Rule BadDropoutRate = new("SPAT022", "The dropout rate is not a share", "DropoutRate is {0}; it must be at least 0 and less than 1");
    public static readonly Rule BadStride = new("SPAT023", "A stride does not fit its tensor", "{0} is {1}; {2}");
    public static readonly Rule NotPositiveNumber = new("SPAT024", "A number is not positive and finite", "{0} is {1}; it must be positive and finite, also as a float");
    public static readonly Rule LanguageTooOld = new("SPAT025", "The project's C# is too old", "What is emitted for {0} needs C# {1}, but the project's LangVersion is {2}; remove LangVersion, or set it to {1} or later");
    public static readonly Rule CacheNotCausal = new("SPAT026", "A cache without causal attention", "{0} is given without {1}; what a token attended must not change with those that come after it");
    public static readonly Rule NoRotary = new("SPAT027", "A rotary argument without rotary positions", "{0} is given without {1}; nothing is rotated without a layout of pairs");
    public static readonly Rule NoNorm = new("SPAT028", "An epsilon without a norm", "{0} is given without {1}; without a norm nothing is normalized");
    public static readonly Rule NoDropout = new("SPAT029", "A dropout rate without dropout", "{0} is given without {1}; without Dropout = true no weight is dropped");
    public static readonly Rule NoProjection = new("SPAT030", "An output bias without an output projection", "OutputBias is asked for, but there is no output projection to add it to");
    public static readonly Rule OtherInputs = new("SPAT031", "Cross-attention has an option of self-attention", "{0} {1}, but keys and values come from others");
    public static readonly Rule BadRotaryDim = new("SPAT032", "Rotary dimensions are not pairs of a head", "Dimensions are rotated in pairs: RotaryDim is {0}, which must be even and at most HeadDim = {1}");
    public static readonly Rule NoHeads = new("SPAT033", "A mask of heads where there is one", "Mask is HeadQueryKeys, but additive attention has no heads to tell apart; declare QueryKeys, [query tokens, key tokens]");
    public static readonly Rule UnknownVectorWidth = new("SPAT034", "A vector width is not one", "{0} is compiled for the widths in SpanAttentionVectorWidths, which names {1}; widths are 512, 256 and 128, and all of them without the property");
    public static readonly Rule NoGate = new("SPAT035", "A tensor of gates without gates", "{0} is given without {1}; without Gated = true there are no gates to share a tensor with");
    public static readonly Rule BlockParts = new("SPAT036", "A block does not have its parts", "{0} is a transformer block, which is made of [MultiHeadAttention], [FeedForward] and perhaps [CrossAttention] on the same class; {1}");
    public static readonly Rule BlockStream = new("SPAT037", "The parts of a block do not share a stream", "{0} is {1}, but attention's InputDim is {2}; every part of a block reads and writes tokens of one stream");
    public static readonly Rule LoneCross = new("SPAT038", "Cross-attention without its block", "{0} carries [CrossAttention], which is a part of a block: it needs [TransformerBlock], [MultiHeadAttention] and [FeedForward] on the same class. A layer of its own is [MultiHeadAttention] with ContextDim");
    public static readonly Rule ShortWeightsLearn = new("SPAT039", "Weights in shorter numbers cannot be learned", "Gradients is given with WeightElement = {0}; a step of learning is less than such numbers tell apart, so weights that learn are Single");
    public static readonly Rule ShortKeysLearn = new("SPAT040", "Keys in shorter numbers have no gradient", "Gradients is given with CacheElement = {0}; rounding has no slope, so a layer that learns keeps keys and values as Single");
    public static readonly Rule PartLearnsAlone = new("SPAT041", "A part of a block learns alone", "Gradients is given on [{0}], a part of a block that does not learn; declare it on [TransformerBlock], for all parts");
    public static readonly Rule OverBudget = new("SPAT105", "A declaration costs more than the budget", "{0} takes {1} {2}; the assembly's AttentionBudget allows {3}");

    public static readonly IReadOnlyList<Rule> All =
    [
        NotPartial, ContainerNotPartial, Generic, FileLocal, Missing, NotPositive, HeadsDoNotDivide, Conflict, BadScale, NoConstant, Overflow,
        LayerType, LayerBase, LayerConstructor, OneInput, HeadsAreNoOutput, SeveralAttributes, NameTaken, UnknownValue,
        BadWindow, BadSoftCap, BadDropoutRate, BadStride, NotPositiveNumber, LanguageTooOld,
        CacheNotCausal, NoRotary, NoNorm, NoDropout, NoProjection, OtherInputs, BadRotaryDim, NoHeads, UnknownVectorWidth, NoGate, BlockParts, BlockStream, LoneCross, ShortWeightsLearn, ShortKeysLearn, PartLearnsAlone,
        OverBudget,
    ];
}
