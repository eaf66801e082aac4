namespace SpanAttention.Verification;

/// <summary>Simpler cases than one: fewer tokens first, then fewer calls, then plainer numbers.</summary>
internal static class LayerCaseShrinker
{
    public static IEnumerable<LayerCase> Shrink(LayerCase source, bool keepsLength = false) =>
        (keepsLength ? [] : Tokens(source)).Concat(Calls(source)).Concat(Choices(source)).Concat(TensorShrinker.Simpler(source.Inputs).Select(inputs => source with { Inputs = inputs }));

    private static IEnumerable<LayerCase> Tokens(LayerCase source) => TensorShrinker.Fewer(source.Tokens).Select(tokens => Only(source, tokens));

    /// <summary>Some of the tokens, each in the call that it was in.</summary>
    private static LayerCase Only(LayerCase source, int[] tokens)
    {
        int[] calls = [.. source.Chunks.SelectMany(static (chunk, call) => Enumerable.Repeat(call, chunk))];
        return source with
        {
            Chunks = [.. tokens.GroupBy(token => calls[token]).Select(static call => call.Count())],
            Inputs = [.. tokens.SelectMany(token => source.Slice(token, 1).ToArray())],
        };
    }

    /// <summary>All tokens in one call, then two calls that follow each other in one.</summary>
    private static IEnumerable<LayerCase> Calls(LayerCase source)
    {
        if (source.Chunks.Count > 2)
        {
            yield return source with { Chunks = [source.Tokens] };
        }

        for (int call = 1; call < source.Chunks.Count; call++)
        {
            yield return source with { Chunks = [.. source.Chunks.Take(call - 1), source.Chunks[call - 1] + source.Chunks[call], .. source.Chunks.Skip(call + 1)] };
        }
    }

    private static IEnumerable<LayerCase> Choices(LayerCase source) =>
        TensorShrinker.Choices(source.Choice).Select(choice => source with { Choice = choice });
}
