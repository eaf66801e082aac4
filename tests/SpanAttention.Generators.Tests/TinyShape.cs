using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Tests;

/// <summary>A shape around the bounds of the tiny regime.</summary>
public sealed record TinyShape(int QueryLength, int KeyLength, int HeadDim, int ValueDim, bool Causal, bool TopLeft)
{
    public static Arbitrary<TinyShape> Arbitrary()
    {
        Gen<int> lengths = Gen.Choose(0, 10);
        Gen<int> dims = Gen.OneOf(Gen.Choose(1, 8), Gen.Choose(1, 80));
        return Arb.From(
            from queryLength in lengths
            from keyLength in lengths
            from headDim in dims
            from valueDim in dims
            from causal in Gen.Elements(false, true)
            from topLeft in Gen.Elements(false, true)
            select new TinyShape(queryLength, keyLength, headDim, valueDim, causal, topLeft));
    }

    internal AttentionPlan Plan() =>
        AttentionPlanner.Plan(
            new AttentionSpec(
                DeclarationKind.Attention, new("Game", default, "struct", "Scaled", "Game.Scaled", TakesInterfaces: true), 1, 1, HeadDim, ValueDim, QueryLength, KeyLength,
                HeadsFirst: false, Scale: 1, Causal, TopLeft, SumNormalization: false, Layer: null),
            new CompilationFacts("SpanAttention.Generated.Consumer", AllowUnsafe: false));

    /// <summary>Whether the row sees the key, as the canonical order says.</summary>
    public bool IsVisible(int row, int key) => !Causal || key <= (TopLeft ? row : row + KeyLength - QueryLength);
}
