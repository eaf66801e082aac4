using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>A layer's declaration and lengths to call it with.</summary>
public sealed record LayerTrial(LayerDeclaration Declaration, int Tokens, int ContextTokens, int TokenCount, int Seed)
{
    /// <summary>Weights that make subnormal inputs into heads whose mean square is no more than what is added to it before they are divided by its root.</summary>
    private const double SizeBesideEpsilon = 1e34;

    /// <summary>Whether a tensor says how fast heads turn, if they do.</summary>
    public bool GivesFrequencies { get; init; }

    public LayerTensors Tensors(DataKind kind) =>
        OfKind(kind == DataKind.Contagion && Declaration.WeightElement == WeightElement.Int8 ? DataKind.Ordinary : kind); // a weight in 8 bits is finite

    private LayerTensors OfKind(DataKind kind)
    {
        DataFiller filler = new(Seed);
        LayerDeclaration layer = Declaration;
        bool separate = !layer.FusedQueryKeyValue;
        bool biased = layer.QueryKeyValueBias;
        bool isNormalized = layer.QkNorm != QkNorm.None;
        bool isCentred = layer.QkNorm == QkNorm.HeadLayerNorm;
        DataKind kindOfHeads = kind == DataKind.Subnormal && isNormalized ? DataKind.Ordinary : kind;
        int fusedDim = layer.QueryDim + (2 * layer.KeyValueDim);
        return new LayerTensors
        {
            Query = Project(separate, layer.QueryDim, layer.InputDim),
            Key = Project(separate, layer.KeyValueDim, layer.KeyWidth),
            Value = Project(separate, layer.KeyValueDim, layer.ValueWidth),
            QueryKeyValue = Project(!separate, fusedDim, layer.InputDim),
            Output = Fill(layer.OutputProjection, layer.OutputDim * layer.QueryDim),
            QueryBias = Fill(separate && biased, layer.QueryDim),
            KeyBias = Fill(separate && biased, layer.KeyValueDim),
            ValueBias = Fill(separate && biased, layer.KeyValueDim),
            QueryKeyValueBias = Fill(!separate && biased, fusedDim),
            OutputBias = Fill(layer.OutputProjection && layer.OutputBias, layer.OutputDim),
            Gate = Fill(layer.OutputGate, layer.QueryDim * layer.InputDim),
            GateBias = Fill(layer.OutputGate && biased, layer.QueryDim),
            QueryNorm = Gains(layer.QkNorm == QkNorm.Projection ? layer.QueryDim : layer.HeadDim),
            KeyNorm = Gains(layer.QkNorm == QkNorm.Projection ? layer.KeyValueDim : layer.HeadDim),
            QueryNormBias = Fill(isCentred, layer.HeadDim),
            KeyNormBias = Fill(isCentred, layer.HeadDim),
            Sinks = Pairs(kind).Sinks,
            RotaryFrequencies = Fill(GivesFrequencies && layer.RotaryPositions != RotaryPositions.Rows, layer.RotaryPairs),
        };

        float[] Fill(bool declared, int length) => declared ? filler.Fill(kind, length) : [];

        float[] Project(bool declared, int outputs, int inputs) => Sized(declared ? filler.Fill(kindOfHeads, outputs * inputs) : [], kind switch
        {
            DataKind.NearLimit when !isNormalized => NearLimit.WeightSize(layer.Shape, inputs),
            DataKind.Subnormal when isNormalized => SizeBesideEpsilon,
            _ => 1,
        });

        float[] Gains(int length) => Sized(isNormalized ? filler.Fill(kindOfHeads, length) : [], kind == DataKind.NearLimit ? NearLimit.Size(layer.Shape) : 1);
    }

    public LayerInputs Inputs(DataKind kind)
    {
        DataFiller filler = new(Seed + 1);
        float[] inputs = filler.Fill(kind, Tokens * Declaration.InputDim);
        float[] keyInputs = Declaration.IsCross ? filler.Fill(kind, ContextTokens * Declaration.KeyWidth) : inputs;
        float[] valueInputs = Declaration.KeyInputDim is null ? keyInputs : filler.Fill(kind, ContextTokens * Declaration.ValueWidth);
        AttentionInputs pairs = Pairs(kind);
        (float[] cos, float[] sin) = Angles();
        LayerInputs clean = new(inputs, keyInputs, valueInputs, Tokens, ContextTokens, TokenCount) { Positions = Positions(), Cos = cos, Sin = sin, Mask = pairs.Mask, Bias = pairs.Bias };
        foreach (int token in kind == DataKind.LatePoison ? PoisonedTokens.Of(Declaration.Shape, TokenCount) : [])
        {
            keyInputs.AsSpan(token * Declaration.KeyWidth, Declaration.KeyWidth).Fill(float.NaN);
            valueInputs.AsSpan(token * Declaration.ValueWidth, Declaration.ValueWidth).Fill(float.NaN);
        }

        return kind == DataKind.Poison ? Poisoned(clean, filler) : clean;
    }

    /// <summary>Positions in any order, some of them several times, some of tokens that are not turned.</summary>
    private int[] Positions()
    {
        Random random = new(Seed);
        int[] some = [-1, 0, 1, 2, 7, 100_000, 100_000_000];
        return Declaration.RotaryPositions == RotaryPositions.Given ? [.. Enumerable.Range(0, Tokens).Select(token => random.Next(3) > 0 ? token + 5 : some[random.Next(some.Length)])] : [];
    }

    /// <summary>Cosines and sines of angles, of which a third are 0.</summary>
    private (float[] Cos, float[] Sin) Angles()
    {
        Random random = new(Seed);
        int count = Declaration.RotaryPositions == RotaryPositions.Rows ? Tokens * Declaration.RotaryPairs : 0;
        double[] angles = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) > 0 ? random.NextDouble() * 100 : 0)];
        return ([.. angles.Select(static angle => (float)Math.Cos(angle))], [.. angles.Select(static angle => (float)Math.Sin(angle))]);
    }

    /// <summary>Mask, bias and sinks; what else attention takes is made of the layer's inputs.</summary>
    private AttentionInputs Pairs(DataKind kind) =>
        new AttentionFiller(Declaration.Shape with { HeadDim = 1, ValueDim = 1 }, Seed / 2).Fill(kind, Tokens, ContextTokens, TokenCount);

    /// <summary>The same with NaN and ∞ in whatever keys and values that no head may see are projected from.</summary>
    private LayerInputs Poisoned(LayerInputs inputs, DataFiller filler)
    {
        AttentionShape shape = Declaration.Shape with { HeadDim = Declaration.KeyWidth, ValueDim = Declaration.ValueWidth, KeyValueHeads = 1 };
        AttentionInputs seen = new([], inputs.KeyInputs, inputs.ValueInputs, Tokens, ContextTokens, TokenCount) { Mask = inputs.Mask, Bias = inputs.Bias };
        AttentionInputs poisoned = PoisonedInputs.Of(shape, seen, filler);
        return inputs with
        {
            Inputs = Declaration.IsCross ? inputs.Inputs : poisoned.Key,
            KeyInputs = poisoned.Key,
            ValueInputs = Declaration.KeyInputDim is null ? poisoned.Key : poisoned.Value,
        };
    }

    private static float[] Sized(float[] numbers, double size)
    {
        NearLimit.Enlarge(numbers, size);
        return numbers;
    }

    public override string ToString()
    {
        string frequencies = GivesFrequencies ? ", frequencies given" : "";
        return $"[MultiHeadAttention({DeclarationWriter.Arguments(Declaration)})] with {Tokens} tokens, {ContextTokens} context tokens, tokenCount {TokenCount}{frequencies}, data {Seed}";
    }
}
