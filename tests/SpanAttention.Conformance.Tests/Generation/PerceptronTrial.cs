using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>A [Linear] or [FeedForward] declaration, tokens to call it with, and a seed for its data.</summary>
public sealed record PerceptronTrial(PerceptronDeclaration Declaration, int Tokens, int Seed)
{
    // Multiply-adds of the scalar reference.
    private const long LargestCost = 600_000;

    private static readonly Gen<int> AnyDim = Gen.Elements(1, 2, 3, 7, 15, 16, 17, 31, 32, 33, 64, 65, 100, 127, 128, 129, 250, 257);

    // Past the part of hidden units or outputs that is in memory at once, too.
    private static readonly Gen<int> AnyUnits = Gen.OneOf(AnyDim, Gen.Elements(500, 511, 512, 513, 560, 1023, 1024, 1030));

    private static readonly Gen<int> AnyTokens = Gen.Elements(0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 16, 17, 31, 63, 64, 65, 66, 129);

    private static readonly Gen<WeightElement> Elements = Gen.Elements(WeightElement.Single, WeightElement.Single, WeightElement.BFloat16, WeightElement.Int8);

    private static readonly Gen<PerceptronDeclaration> Linear =
        from inputDim in AnyDim
        from outputDim in AnyUnits
        from activation in Gen.Elements(Enum.GetValues<Activation>())
        from bias in Gen.Elements(false, true)
        from layout in Gen.Elements(Enum.GetValues<WeightLayout>())
        from element in Elements
        from gradients in Gen.Elements(false, true)
        select (PerceptronDeclaration)new LinearDeclaration(inputDim, outputDim, activation, bias, layout) { WeightElement = element, Gradients = gradients && element == WeightElement.Single };

    private static readonly Gen<PerceptronDeclaration> FeedForward =
        from inputDim in AnyDim
        from hiddenDim in AnyUnits
        from outputDim in AnyDim
        from activation in Gen.Elements(Enum.GetValues<Activation>())
        from gates in Gen.Choose(0, 2)
        from bias in Gen.Elements(false, true)
        from layout in Gen.Elements(Enum.GetValues<WeightLayout>())
        from element in Elements
        from gradients in Gen.Elements(false, true)
        select (PerceptronDeclaration)new FeedForwardDeclaration(inputDim, hiddenDim, outputDim, activation, gates > 0, bias, gates > 1, layout) { WeightElement = element, Gradients = gradients && element == WeightElement.Single };

    public static Gen<PerceptronTrial> Random { get; } =
        from declaration in Gen.OneOf(Linear, FeedForward)
        from tokens in AnyTokens
        from seed in Gen.Choose(0, int.MaxValue - 2)
        select new PerceptronTrial(declaration, (int)Math.Min(tokens, Math.Max(1, LargestCost / declaration.Tensors.Sum(static tensor => tensor.Length))), seed);

    public Dictionary<string, float[]> Tensors(DataKind kind)
    {
        // A weight in 8 bits is finite.
        DataKind ofWeights = kind == DataKind.Contagion && Declaration.WeightElement == WeightElement.Int8 ? DataKind.Ordinary : kind;
        DataFiller filler = new(Seed);
        return Declaration.Tensors.ToDictionary(static tensor => tensor.Name, tensor => filler.Fill(ofWeights, tensor.Length));
    }

    public float[] Inputs(DataKind kind) => new DataFiller(Seed + 1).Fill(kind, Tokens * Declaration.InputDim);

    public float[] Residual(DataKind kind) => new DataFiller(Seed + 2).Fill(kind, Tokens * Declaration.OutputDim);

    public float[] DestinationGradient(DataKind kind) => new DataFiller(Seed + 3).Fill(kind, Tokens * Declaration.OutputDim);

    /// <summary>Gradients that are added to.</summary>
    public Dictionary<string, float[]> Gradients(DataKind kind)
    {
        DataFiller filler = new(Seed + 4);
        return Declaration.Tensors.ToDictionary(static tensor => tensor.Name, tensor => filler.Fill(kind, tensor.Length));
    }

    public override string ToString() => $"[{(Declaration is LinearDeclaration ? "Linear" : "FeedForward")}({DeclarationWriter.Arguments(Declaration)})] with {Tokens} tokens, data {Seed}";
}
