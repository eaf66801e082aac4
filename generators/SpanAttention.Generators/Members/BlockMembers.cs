using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Members;

/// <summary>The methods of a transformer block.</summary>
internal static class BlockMembers
{
    /// <summary>Tokens of the stream, counted.</summary>
    public static readonly Parameter Tokens = new("int", "tokens", "Tokens of the stream.") { Counted = new("tokens of the stream", 0) };
    /// <summary>A cache of the block's.</summary>
    public static readonly Parameter Cache = new(Parameter.Cache, "cache", "A cache that the block made, with room for the tokens.");

    public static IReadOnlyList<Member> Of(BlockSpec spec, string kernel) => spec.CrossAttention is { } cross ? DecoderMembers.Of(spec, cross, kernel) : OfEncoder(spec, kernel);

    /// <summary>Fields of weights, as arguments: those of the norms, then those of parts.</summary>
    public static string Packed(BlockSpec spec) => string.Concat("packedWeights", string.Concat(spec.Parts.Select(static part => $", packed{part.Name}")));

    /// <summary>The name of a part's kernel; empty where the block's is not known.</summary>
    public static string KernelOf(DeclaredSpec part, string kernel) => kernel.Length == 0 ? "" : kernel.Substring(0, kernel.LastIndexOf('.') + 1) + part.Type.KernelName;

    private static IReadOnlyList<Member> OfEncoder(BlockSpec spec, string kernel)
    {
        LayerTensors layer = new(spec.Attention);
        Parameter[] given = Given(spec, layer);
        Parameter tokenCount = new("int", "tokenCount", "Tokens that are not padding: 0 to all of them.") { Counted = layer.Keys };
        return
        [
            new($"The block in place, {Equation(spec)}.", "void Forward", given, $"{kernel}.Forward({Packed(spec)}, {given.Names()}, {kernel}.Tokens(stream))"),
            new("As Forward, where tokens from tokenCount on are padding: they are attended by none.", "void Forward", [.. given, tokenCount], $"{kernel}.Forward({Packed(spec)}, {given.Names()}, tokenCount)"),
            .. spec.Attention.Layer!.HasCache ? OfCache(spec, kernel) : [],
            .. OfSequences(spec, kernel),
            .. Parallel(spec, kernel),
            new("Bytes of workspace that a call with so many tokens takes from this thread's AttentionScratch.", "static long WorkspaceBytes", [Tokens], $"{kernel}.WorkspaceLength(tokens) * sizeof(float)") { FollowsPlan = false },
            .. spec.Attention.TakesSequences ? [SequenceMembers.Workspace(kernel)] : Array.Empty<Member>(),
        ];
    }

    private static IReadOnlyList<Member> OfCache(BlockSpec spec, string kernel)
    {
        Parameter[] given = [.. Given(spec, LayerTensors.OfCache(spec.Attention)), Cache];
        return
        [
            CreateCache(spec, kernel),
            new("The block for tokens that follow those in the cache, and are added to it: the same bits as Forward over all tokens at once.", "void Forward", given, $"{kernel}.Forward({Packed(spec)}, {given.Names()})"),
        ];
    }

    /// <summary>The method that makes a cache.</summary>
    public static Member CreateCache(BlockSpec spec, string kernel) =>
        new("An empty cache of keys and values for one sequence.", "global::SpanAttention.KeyValueCache CreateCache", [], $"{KernelOf(spec.Attention, kernel)}.NewCache()") { FollowsPlan = false };

    private static IEnumerable<Member> OfSequences(BlockSpec spec, string kernel)
    {
        BlockTensors tensors = new(spec, LayerTensors.OfSequences(spec.Attention));
        foreach (SequenceCall call in SequenceCall.Of(spec.Attention))
        {
            Parameter[] parameters = [Parameter.Of(tensors.Stream), .. SequenceMembers.Parameters(call), .. Parameter.Of(tensors.Options)];
            yield return SequenceMembers.Forward(call, "block", parameters, $"{kernel}.Forward({Packed(spec)}, {parameters.Names()})");
        }
    }

    private static IEnumerable<Member> Parallel(BlockSpec spec, string kernel)
    {
        if (spec.Attention.TakesSequences)
        {
            yield return Parallel("Forward", spec, new(spec.Attention), [], kernel);
        }

        if (spec.Attention.Layer!.HasCache)
        {
            yield return Parallel("Forward over a cache", spec, LayerTensors.OfCache(spec.Attention), [Cache], kernel);
        }
    }

    private static Member Parallel(string form, BlockSpec spec, LayerTensors layer, Parameter[] last, string kernel)
    {
        BlockTensors tensors = new(spec, layer);
        Parameter[] parameters = [Parameter.InMemory(tensors.Stream), .. tensors.Options.Select(Parameter.InMemory), .. last];
        return ParallelMembers.Of(form, parameters, $"{kernel}.ForwardParallel({Packed(spec)}, {parameters.Names()})");
    }

    private static Parameter[] Given(BlockSpec spec, LayerTensors layer)
    {
        BlockTensors tensors = new(spec, layer);
        return [Parameter.Of(tensors.Stream), .. Parameter.Of(tensors.Options)];
    }

    /// <summary>The block's equation, part by part.</summary>
    public static string Equation(BlockSpec spec)
    {
        string scale = spec.ResidualScale == 1 ? "" : "scale · ";
        string Of(string part) => spec.Norms.Placement switch
        {
            NormPlacement.Pre => $"stream + {scale}{part}(norm(stream))",
            NormPlacement.Post => $"norm(stream + {scale}{part}(stream))",
            NormPlacement.Sandwich => $"stream + {scale}norm({part}(norm(stream)))",
            _ => $"stream + {scale}norm({part}(stream))",
        };
        return spec.Parallel ? $"stream + {scale}attention(norm(stream)) + {scale}feedForward(norm(stream))" : string.Join(", then ", spec.Parts.Select(part => Of(Casing.Camel(part.Name))));
    }
}
