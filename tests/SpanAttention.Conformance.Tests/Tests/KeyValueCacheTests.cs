using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Caches behave as lists of tokens do, whatever is done to them in whatever order.</summary>
public sealed class KeyValueCacheTests
{
    private const int ContextLength = 150;
    private const int Tokens = 400;

    private static readonly LayerDeclaration Declaration = new()
    {
        InputDim = 3, OutputDim = 4, Heads = 2, KeyValueHeads = 1, HeadDim = 2, Causal = true, QueryKeyValueBias = true, ContextLength = ContextLength,
    };

    private static readonly LayerTrial Trial = new(Declaration, Tokens, Tokens, Tokens, 20240229);
    private static readonly float[] Inputs = Trial.Inputs(DataKind.Ordinary).Inputs;
    private static readonly Lazy<ICompiledLayer> Layer = new(() => Compile(Declaration).Create(Trial.Tensors(DataKind.Ordinary)));

    /// <summary>What is done to one of two caches.</summary>
    public enum Action
    {
        Add,
        Decode,
        Truncate,
        Reset,
        CopyToOther,
        Switch,
    }

    /// <summary>An action with a number: of tokens to add, or of those to keep, in thousandths.</summary>
    public sealed record Step(Action Action, int Thousandths);

    [Property(MaxTest = 60)]
    public Property Any_sequence_of_steps_is_what_it_is_for_lists()
    {
        Gen<Step> steps = from action in Gen.Elements(Action.Add, Action.Add, Action.Decode, Action.Decode, Action.Decode, Action.Truncate, Action.CopyToOther, Action.Switch, Action.Reset)
                          from thousandths in Gen.Choose(0, 999)
                          select new Step(action, thousandths);
        return Prop.ForAll(Arb.From(steps.ArrayOf(), Shrink), Run);
    }

    [Fact]
    public void What_does_not_fit_changes_nothing()
    {
        KeyValueCache cache = Filled(ContextLength - 2);
        float[] destination = Bits.NewDestination(3 * Declaration.OutputDim);

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Layer.Value.Forward(InputsFrom(0, 3), cache, destination));

        Assert.Equal("The cache holds 148 of 150 tokens; 3 more do not fit.", exception.Message);
        Assert.Equal(ContextLength - 2, cache.Count);
        Assert.All(destination, static element => Assert.Equal(Bits.Untouched, element));
    }

    [Fact]
    public void It_cannot_be_truncated_to_more_than_it_holds()
    {
        KeyValueCache cache = Filled(7);

        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => cache.TruncateTo(8));

        Assert.StartsWith("count is 8; the cache holds 7 tokens and can be truncated to 0 to 7.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.TruncateTo(-1));
        Assert.Equal(7, cache.Count);
    }

    [Fact]
    public void Another_layers_cache_is_refused()
    {
        LayerDeclaration other = Declaration with { HeadDim = 4 };
        KeyValueCache cache = Compile(other).Create((Trial with { Declaration = other }).Tensors(DataKind.Ordinary)).CreateCache();

        ArgumentException exception = Assert.Throws<ArgumentException>("cache", () => Layer.Value.Forward(InputsFrom(0, 1), cache, new float[Declaration.OutputDim]));

        Assert.StartsWith(
            "cache is a cache of [150, 1, 4] (context × key/value heads × head dim); a cache of [150, 1, 2] (context × key/value heads × head dim) is needed.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("other", () => Layer.Value.CreateCache().CopyTo(cache));
        Assert.Throws<ArgumentNullException>("cache", () => Layer.Value.Forward(InputsFrom(0, 1), null!, new float[Declaration.OutputDim]));
    }

    [Fact]
    public void Decoding_allocates_nothing()
    {
        KeyValueCache cache = Filled(100);
        float[] inputs = InputsFrom(100, 1);
        float[] destination = new float[Declaration.OutputDim];
        Layer.Value.Forward(inputs, cache, destination);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Layer.Value.Forward(inputs, cache, destination);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static bool Run(Step[] steps)
    {
        List<int>[] oracle = [[], []];
        KeyValueCache[] caches = [Layer.Value.CreateCache(), Layer.Value.CreateCache()];
        int current = 0;
        int next = 0;
        foreach (Step step in steps)
        {
            List<int> tokens = oracle[current];
            KeyValueCache cache = caches[current];
            switch (step.Action)
            {
                case Action.Add or Action.Decode:
                    int count = Math.Min(step.Action == Action.Decode ? 1 : step.Thousandths / 12, ContextLength - tokens.Count);
                    int[] added = [.. Enumerable.Range(0, count).Select(_ => next++ % Tokens)];
                    tokens.AddRange(added);
                    CheckOutputs(cache, tokens, added);
                    break;
                case Action.Truncate:
                    int kept = tokens.Count * step.Thousandths / 999;
                    tokens.RemoveRange(kept, tokens.Count - kept);
                    cache.TruncateTo(kept);
                    break;
                case Action.Reset:
                    tokens.Clear();
                    cache.Reset();
                    break;
                case Action.CopyToOther:
                    oracle[1 - current] = [.. tokens];
                    cache.CopyTo(caches[1 - current]);
                    break;
                default:
                    current = 1 - current;
                    break;
            }

            Assert.Equal(oracle[current].Count, caches[current].Count);
        }

        return true;
    }

    /// <summary>The outputs of added tokens are those of a call with all tokens of the list.</summary>
    private static void CheckOutputs(KeyValueCache cache, List<int> tokens, int[] added)
    {
        float[] all = new float[tokens.Count * Declaration.OutputDim];
        Layer.Value.Forward(InputsOf(tokens), [], [], all);
        float[] outputs = new float[added.Length * Declaration.OutputDim];
        Layer.Value.Forward(InputsOf(added), cache, outputs);
        Assert.Null(Bits.Difference("outputs", all.AsSpan(all.Length - outputs.Length), outputs));
    }

    private static IEnumerable<Step[]> Shrink(Step[] steps) =>
        Enumerable.Range(0, steps.Length).Select(index => steps.Where((_, position) => position != index).ToArray());

    private static KeyValueCache Filled(int tokens)
    {
        KeyValueCache cache = Layer.Value.CreateCache();
        Layer.Value.Forward(InputsFrom(0, tokens), cache, new float[tokens * Declaration.OutputDim]);
        return cache;
    }

    private static float[] InputsFrom(int first, int count) => InputsOf(Enumerable.Range(first, count));

    private static float[] InputsOf(IEnumerable<int> tokens) => [.. tokens.SelectMany(static token => Inputs.AsSpan(token * Declaration.InputDim, Declaration.InputDim).ToArray())];

    private static ICompiledLayer Compile(LayerDeclaration declaration)
    {
        DeclarationSet set = new();
        set.Add(declaration);
        return CompiledDeclarations.Compile(set).Find(declaration);
    }
}
