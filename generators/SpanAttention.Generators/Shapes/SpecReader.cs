using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Options;

namespace SpanAttention.Generators.Shapes;

/// <summary>Applies the defaults: from what was declared to what is meant. Wrong values pass through; the rules look at them.</summary>
internal static class SpecReader
{
    public static DeclaredSpec Read(Declaration declaration) => declaration.Kind switch
    {
        DeclarationKind.SelfAttention => ReadSelfAttention(declaration),
        DeclarationKind.Attention => ReadAttention(declaration),
        DeclarationKind.AdditiveAttention => ReadAdditive(declaration),
        DeclarationKind.Linear or DeclarationKind.FeedForward => ReadPerceptron(declaration),
        DeclarationKind.TransformerBlock => ReadBlock(declaration),
        _ => ReadLayer(declaration),
    };

    private static AttentionSpec ReadSelfAttention(Declaration declaration)
    {
        int inputDim = declaration.Int("InputDim");
        int sequenceLength = declaration.Int("SequenceLength");
        bool sum = declaration.Int("Normalization") == 1;
        return new(
            declaration.Kind, declaration.Type, 1, 1, inputDim, inputDim, sequenceLength, sequenceLength,
            HeadsFirst: false, Scale: 1, Causal: false, TopLeft: false, sum, Layer: null)
        {
            Gradients = declaration.Bool("Gradients"),
        };
    }

    private static AttentionSpec ReadAttention(Declaration declaration)
    {
        int headDim = declaration.Int("HeadDim");
        int heads = declaration.Int("Heads", 1);
        int sequenceLength = declaration.Int("SequenceLength");
        return new(
            declaration.Kind,
            declaration.Type,
            heads,
            declaration.Int("KeyValueHeads", heads),
            headDim,
            declaration.Int("ValueDim", headDim),
            declaration.Int("QueryLength", sequenceLength),
            declaration.Int("KeyLength", sequenceLength),
            HeadsFirst: declaration.Int("Layout") == 1,
            declaration.Double("Scale", DefaultScale(headDim)),
            declaration.Bool("Causal"),
            TopLeft: declaration.Int("Alignment") == 1,
            SumNormalization: false,
            Layer: null)
        {
            Options = OptionList.Read(declaration),
            QueryStride = declaration.Int("QueryStride"),
            KeyStride = declaration.Int("KeyStride"),
            ValueStride = declaration.Int("ValueStride"),
            Gradients = declaration.Bool("Gradients"),
            State = declaration.Bool("State"),
        };
    }

    private static AttentionSpec ReadAdditive(Declaration declaration)
    {
        int headDim = declaration.Int("HeadDim");
        int sequenceLength = declaration.Int("SequenceLength");
        return new(
            declaration.Kind,
            declaration.Type,
            Heads: 1,
            KeyValueHeads: 1,
            headDim,
            declaration.Int("ValueDim", headDim),
            declaration.Int("QueryLength", sequenceLength),
            declaration.Int("KeyLength", sequenceLength),
            HeadsFirst: false,
            Scale: 1,
            Causal: false,
            TopLeft: false,
            SumNormalization: false,
            Layer: null)
        {
            Options = OptionList.Read(declaration),
            Additive = new(declaration.Bool("Scale")),
            Gradients = declaration.Bool("Gradients"),
        };
    }

    private static AttentionSpec ReadLayer(Declaration declaration)
    {
        LayerSpec layer = ReadProjections(declaration);
        int heads = declaration.Int("Heads", 1);
        int headDim = declaration.Int("HeadDim", heads > 0 ? layer.OutputDim / heads : 0);
        layer = layer with
        {
            Element = (StoredElement)declaration.Int("CacheElement"),
            WeightElement = (WeightElement)declaration.Int("WeightElement"),
            Rotary = ReadRotary(declaration, headDim),
            QkNorm = ReadQkNorm(declaration),
            OutputGate = declaration.Bool("OutputGate"),
        };
        int sequenceLength = declaration.Int("SequenceLength");
        bool self = layer.Context == ContextSource.Inputs;
        return new(
            declaration.Kind,
            declaration.Type,
            heads,
            declaration.Int("KeyValueHeads", heads),
            headDim,
            headDim,
            sequenceLength,
            self ? sequenceLength : 0,
            HeadsFirst: false,
            declaration.Double("Scale", DefaultScale(headDim)),
            declaration.Bool("Causal"),
            TopLeft: self, // a token's position is its own index, padding or not
            SumNormalization: false,
            layer)
        {
            Options = OptionList.Read(declaration),
            Gradients = declaration.Bool("Gradients"),
        };
    }

    private static QkNormSpec? ReadQkNorm(Declaration declaration) =>
        declaration.Int("QkNorm") is not 0 and int kind ? new((QkNorm)kind, declaration.Double("QkNormEpsilon", 1e-6)) : null;

    private static RotarySpec? ReadRotary(Declaration declaration, int headDim)
    {
        int layout = declaration.Int("Rotary");
        return layout == 0 ? null : new(Interleaved: layout == 1, declaration.Double("RotaryBase", 10000), declaration.Int("RotaryDim", headDim))
        {
            Positions = (RotaryPositions)declaration.Int("RotaryPositions"),
        };
    }

    private static LayerSpec ReadProjections(Declaration declaration)
    {
        int inputDim = declaration.Int("InputDim");
        int contextDim = declaration.Int("ContextDim", inputDim);
        ContextSource context =
            declaration.Has("KeyInputDim") || declaration.Has("ValueInputDim") ? ContextSource.KeyAndValueInputs
            : declaration.Kind == DeclarationKind.CrossAttention || declaration.Has("ContextDim") ? ContextSource.Context
            : ContextSource.Inputs;
        bool outputProjection = declaration.Bool("OutputProjection", absent: true);
        return new(
            inputDim,
            declaration.Int("OutputDim", inputDim),
            context,
            declaration.Int("KeyInputDim", contextDim),
            declaration.Int("ValueInputDim", contextDim),
            declaration.Bool("QueryKeyValueBias"),
            outputProjection,
            outputProjection && declaration.Bool("OutputBias", absent: true),
            declaration.Bool("FusedQueryKeyValue"),
            InputByOutput: declaration.Int("WeightLayout") == 1,
            declaration.Int("ContextLength"));
    }

    private static PerceptronSpec ReadPerceptron(Declaration declaration)
    {
        int inputDim = declaration.Int("InputDim");
        bool hidden = declaration.Kind == DeclarationKind.FeedForward;
        return new(
            declaration.Kind,
            declaration.Type,
            inputDim,
            declaration.Int("HiddenDim"),
            declaration.Int("OutputDim", hidden ? inputDim : 0),
            (Activation)declaration.Enum("Activation", (int)(hidden ? Activation.Gelu : Activation.None)),
            declaration.Bool("Bias", absent: true),
            declaration.Bool("Gated"),
            declaration.Bool("FusedGateUp"),
            InputByOutput: declaration.Int("WeightLayout") == 1)
        {
            WeightElement = (WeightElement)declaration.Int("WeightElement"),
            Gradients = declaration.Bool("Gradients"),
        };
    }

    private static BlockSpec ReadBlock(Declaration declaration)
    {
        bool rootMeanSquare = declaration.Int("Norm") == 1;
        bool gradients = declaration.Bool("Gradients");
        AttentionSpec attention = ReadLayer(Part(declaration, DeclarationKind.MultiHeadAttention, "Attention")) with { Gradients = gradients };
        AttentionSpec? cross = ReadCross(declaration, attention);
        return new(
            declaration.Type,
            attention,
            cross,
            ReadPerceptron(Part(declaration, DeclarationKind.FeedForward, "FeedForward")) with { Gradients = gradients },
            new(
                rootMeanSquare,
                !rootMeanSquare && declaration.Bool("NormBias", absent: true),
                declaration.Double("NormEpsilon", 1e-5),
                (NormPlacement)declaration.Int("NormPlacement")),
            declaration.Bool("Parallel"),
            declaration.Double("ResidualScale", 1))
        {
            Gradients = gradients,
        };
    }

    /// <summary>The block's cross-attention, which has as many tokens as the attention before it; null where there is none.</summary>
    private static AttentionSpec? ReadCross(Declaration block, AttentionSpec attention) => block.Parts.Any(static part => part.Kind == DeclarationKind.CrossAttention)
        ? ReadLayer(Part(block, DeclarationKind.CrossAttention, "CrossAttention")) with { QueryLength = attention.QueryLength, Gradients = attention.Gradients }
        : null;

    /// <summary>The declaration of a block's part; without arguments where there is none, which a rule says.</summary>
    private static Declaration Part(Declaration block, DeclarationKind kind, string name)
    {
        Declaration part = block.Parts.FirstOrDefault(part => part.Kind == kind) ?? block with { Kind = kind, Arguments = default };
        return part with { Type = part.Type with { Part = name, FileName = $"{part.Type.FileName}-{name}" } };
    }

    private static double DefaultScale(int headDim) => headDim > 0 ? 1 / Math.Sqrt(headDim) : 1;
}
