using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>An [AdditiveAttention] declaration, lengths to call it with, and a seed for its data.</summary>
public sealed record AdditiveTrial(AdditiveDeclaration Declaration, int QueryLength, int KeyLength, int Seed)
{
    // A pair costs a tangent a dimension in the scalar reference.
    private const long LargestCost = 120_000;

    /// <summary>Every tail, block, tile and chunk boundary.</summary>
    public static Gen<AdditiveTrial> Random { get; } =
        from headDim in Gen.Elements(1, 2, 3, 5, 8, 16, 17, 33, 64, 127, 128, 129, 257, 300)
        from valueDim in Gen.Elements(1, 2, 3, 7, 8, 16, 17, 31, 64, 80, 129)
        from scaled in Gen.Elements(false, true)
        from mask in Gen.Elements(AttentionMask.None, AttentionMask.Keys, AttentionMask.QueryKeys, AttentionMask.QueryKeys)
        from queryLength in Gen.Elements(0, 1, 1, 2, 5, 15, 16, 17, 33)
        from keyLength in Gen.Elements(0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 129, 191)
        from declaresQueries in Gen.Elements(false, true)
        from declaresKeys in Gen.Elements(false, true)
        from gradients in Gen.Elements(false, true)
        from seed in Gen.Choose(0, int.MaxValue - 2)
        let keys = (int)Math.Min(keyLength, Math.Max(3, LargestCost / (Math.Max(queryLength, 1) * (headDim + valueDim))))
        select new AdditiveTrial(
            new(headDim, valueDim, scaled, mask, declaresQueries && queryLength > 0 ? queryLength : null, declaresKeys && keys > 0 ? keys : null, gradients), queryLength, keys, seed);

    public AdditiveInputs Inputs(DataKind kind)
    {
        DataFiller filler = new(Seed);
        int maskStride = Declaration.Mask == AttentionMask.QueryKeys ? KeyLength : 0;
        AdditiveInputs inputs = new(
            filler.Fill(kind, QueryLength * Declaration.HeadDim),
            filler.Fill(kind, KeyLength * Declaration.HeadDim),
            filler.Fill(kind, KeyLength * Declaration.ValueDim),
            Declaration.HasScale ? filler.Fill(kind, Declaration.HeadDim) : [],
            Declaration.Mask == AttentionMask.None ? [] : Flags(Declaration.Mask == AttentionMask.Keys ? KeyLength : QueryLength * KeyLength),
            maskStride,
            QueryLength,
            KeyLength);
        return kind == DataKind.Poison ? Poisoned(inputs) : inputs;
    }

    /// <summary>What a loss changes by where contexts do. Poisoned where a query sees no key.</summary>
    public float[] ContextGradient(DataKind kind)
    {
        float[] gradient = new DataFiller(Seed + 1).Fill(kind, QueryLength * Declaration.ValueDim);
        AdditiveInputs inputs = Inputs(kind);
        for (int row = 0; kind == DataKind.Poison && row < QueryLength; row++)
        {
            if (!Enumerable.Range(0, KeyLength).Any(key => inputs.IsVisible(row, key)))
            {
                gradient.AsSpan(row * Declaration.ValueDim, Declaration.ValueDim).Fill(float.NaN);
            }
        }

        return gradient;
    }

    public override string ToString() => $"[AdditiveAttention({DeclarationWriter.Arguments(Declaration)})] with {QueryLength} queries, {KeyLength} keys, data {Seed}";

    /// <summary>Half of the keys, or nearly all or none of them.</summary>
    private bool[] Flags(int length)
    {
        Random random = new(Seed);
        double share = random.Next(4) switch { 0 => 0.03, 1 => 0.97, _ => 0.5 };
        return [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() < share)];
    }

    /// <summary>NaN and ∞ in every key and value that no query may see.</summary>
    private AdditiveInputs Poisoned(AdditiveInputs inputs)
    {
        for (int key = 0; key < KeyLength; key++)
        {
            if (!Enumerable.Range(0, QueryLength).Any(row => inputs.IsVisible(row, key)))
            {
                inputs.Key.AsSpan(key * Declaration.HeadDim, Declaration.HeadDim).Fill(float.NaN);
                inputs.Value.AsSpan(key * Declaration.ValueDim, Declaration.ValueDim).Fill(key % 2 == 0 ? float.NaN : float.PositiveInfinity);
            }
        }

        return inputs;
    }
}
