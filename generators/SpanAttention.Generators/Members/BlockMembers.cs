using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The methods of a transformer block.</summary>
internal static class BlockMembers
{
    private const string Packed = "packedWeights, packedAttention, packedFeedForward";

    private static readonly Parameter Tokens = new("int", "tokens", "Tokens of the stream.") { Counted = new("tokens of the stream", 0) };
    private static readonly Parameter Cache = new(Parameter.Cache, "cache", "A cache that the block made, with room for the tokens.");

    public static IReadOnlyList<Member> Of(BlockSpec spec, string kernel)
    {
        LayerTensors layer = new(spec.Attention);
        Parameter[] given = Given(spec, layer);
        Parameter tokenCount = new("int", "tokenCount", "Tokens that are not padding: 0 to all of them.") { Counted = layer.Keys };
        string attention = kernel.Length == 0 ? "" : kernel.Substring(0, kernel.LastIndexOf('.') + 1) + spec.Attention.Type.KernelName;
        return
        [
            new($"The block in place, {Equation(spec)}.", "void Forward", given, $"{kernel}.Forward({Packed}, {Names(given)}, {kernel}.Tokens(stream))"),
            new("As Forward, where tokens from tokenCount on are padding: they are attended by none.", "void Forward", [.. given, tokenCount], $"{kernel}.Forward({Packed}, {Names(given)}, tokenCount)"),
            .. spec.Attention.Layer!.HasCache ? OfCache(spec, kernel, attention) : [],
            .. OfSequences(spec, kernel),
            .. Parallel(spec, kernel),
            new("Bytes of workspace that a call with so many tokens takes from this thread's AttentionScratch.", "static long WorkspaceBytes", [Tokens], $"{kernel}.WorkspaceLength(tokens) * sizeof(float)") { FollowsPlan = false },
            .. spec.Attention.TakesSequences ? [SequenceMembers.Workspace(kernel)] : Array.Empty<Member>(),
        ];
    }

    private static IReadOnlyList<Member> OfCache(BlockSpec spec, string kernel, string attention)
    {
        Parameter[] given = [.. Given(spec, LayerTensors.OfCache(spec.Attention)), Cache];
        return
        [
            new("An empty cache of keys and values for one sequence.", "global::SpanAttention.KeyValueCache CreateCache", [], $"{attention}.NewCache()") { FollowsPlan = false },
            new("The block for tokens that follow those in the cache, and are added to it: the same bits as Forward over all tokens at once.", "void Forward", given, $"{kernel}.Forward({Packed}, {Names(given)})"),
        ];
    }

    private static IEnumerable<Member> OfSequences(BlockSpec spec, string kernel)
    {
        BlockTensors tensors = new(spec, LayerTensors.OfSequences(spec.Attention));
        return SequenceCall.Of(spec.Attention).Select(call =>
            SequenceMembers.Forward(call, "block", $"{kernel}.Forward({Packed}", [Parameter.Of(tensors.Stream)], [.. Parameter.Of(tensors.Options)]));
    }

    private static IEnumerable<Member> Parallel(BlockSpec spec, string kernel)
    {
        if (spec.Attention.TakesSequences)
        {
            yield return Parallel("Forward", new(spec, new(spec.Attention)), [], kernel);
        }

        if (spec.Attention.Layer!.HasCache)
        {
            yield return Parallel("Forward over a cache", new(spec, LayerTensors.OfCache(spec.Attention)), [Cache], kernel);
        }
    }

    private static Member Parallel(string form, BlockTensors tensors, Parameter[] last, string kernel)
    {
        Parameter[] parameters = [Parameter.InMemory(tensors.Stream), .. tensors.Options.Select(Parameter.InMemory), .. last];
        return ParallelMembers.Of(form, parameters, $"{kernel}.ForwardParallel({Packed}, {Names(parameters)})");
    }

    private static Parameter[] Given(BlockSpec spec, LayerTensors layer)
    {
        BlockTensors tensors = new(spec, layer);
        return [Parameter.Of(tensors.Stream), .. Parameter.Of(tensors.Options)];
    }

    private static string Names(IEnumerable<Parameter> parameters) => string.Join(", ", parameters.Select(static parameter => parameter.Name));

    private static string Equation(BlockSpec spec)
    {
        string scale = spec.ResidualScale == 1 ? "" : "scale · ";
        string Of(string part) => spec.Norms.Placement switch
        {
            NormPlacement.Pre => $"stream + {scale}{part}(norm(stream))",
            NormPlacement.Post => $"norm(stream + {scale}{part}(stream))",
            NormPlacement.Sandwich => $"stream + {scale}norm({part}(norm(stream)))",
            _ => $"stream + {scale}norm({part}(stream))",
        };
        return spec.Parallel ? $"stream + {scale}attention(norm(stream)) + {scale}feedForward(norm(stream))" : $"{Of("attention")}, then {Of("feedForward")}";
    }
}
