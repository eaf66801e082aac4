namespace SpanAttention.Verification;

/// <summary>Simpler cases than one: fewer tokens first, then tensors with more zeros, then plainer numbers.</summary>
internal static class CaseShrinker
{
    public static IEnumerable<AttentionCase> Shrink(AttentionCase source, bool reshapes = false) => source.Shape.SelfAttention
        ? OneTensor(source, reshapes)
        : (source.IsOneTensor ? OneTensor(source, false) : []).Concat(Separate(source, reshapes));

    // All three together, so that they stay one.
    private static IEnumerable<AttentionCase> OneTensor(AttentionCase source, bool reshapes) =>
        (source.Shape.KeyLength == 0 ? TensorShrinker.Fewer(source.KeyLength).Select(tokens => source.Tokens(tokens)) : [])
            .Concat(reshapes ? ShapeShrinker.Shrink(source) : [])
            .Concat(TensorShrinker.Choices(source.Choice).Select(choice => source with { Choice = choice }))
            .Concat(TensorShrinker.Simpler(source.Key).Select(key => (source with { Key = key }).OneTensor()));

    private static IEnumerable<AttentionCase> Separate(AttentionCase source, bool reshapes) =>
        Tokens(source).Concat(reshapes ? ShapeShrinker.Shrink(source) : []).Concat(Counts(source)).Concat(Masks(source)).Concat(Numbers(source));

    private static IEnumerable<AttentionCase> Tokens(AttentionCase source)
    {
        if (source.Shape.KeyLength == 0)
        {
            foreach (int[] keys in TensorShrinker.Fewer(source.KeyLength))
            {
                yield return source.Keys(keys);
            }
        }

        if (source.Shape.QueryLength == 0)
        {
            foreach (int[] rows in TensorShrinker.Fewer(source.QueryLength))
            {
                yield return source.Queries(rows);
            }
        }
    }

    private static IEnumerable<AttentionCase> Counts(AttentionCase source)
    {
        if (source.KeyCount is { } count)
        {
            yield return source with { KeyCount = null };
            foreach (int fewer in new[] { count / 2, count - 1 }.Where(fewer => fewer >= 0 && fewer < count).Distinct())
            {
                yield return source with { KeyCount = fewer };
            }
        }

        foreach (int choice in TensorShrinker.Choices(source.Choice))
        {
            yield return source with { Choice = choice };
        }
    }

    private static IEnumerable<AttentionCase> Masks(AttentionCase source)
    {
        foreach ((int start, int length) in TensorShrinker.Runs(source.Mask.Length).Where(run => source.Mask.AsSpan(run.Start, run.Length).Contains(false)))
        {
            bool[] mask = [.. source.Mask];
            mask.AsSpan(start, length).Fill(true);
            yield return source with { Mask = mask };
        }
    }

    private static IEnumerable<AttentionCase> Numbers(AttentionCase source) =>
        ShortQueries(source).Concat(TensorShrinker.Simpler(source.Query).Select(query => source with { Query = query }))
            .Concat(TensorShrinker.Simpler(source.Key).Select(key => source with { Key = key }))
            .Concat(TensorShrinker.Simpler(source.Value).Select(value => source with { Value = value }))
            .Concat(TensorShrinker.Simpler(source.Bias).Select(bias => source with { Bias = bias }))
            .Concat(TensorShrinker.Simpler(source.Sinks).Select(sinks => source with { Sinks = sinks }));

    // The same scores, made by the keys: 1 · 89 is plainer than 74 · 1.2.
    private static IEnumerable<AttentionCase> ShortQueries(AttentionCase source)
    {
        float longest = (float)Products.Largest(source.Query);
        return longest > 1 && longest * Products.Largest(source.Key) < float.MaxValue
            ? [source with { Query = Array.ConvertAll(source.Query, number => number / longest), Key = Array.ConvertAll(source.Key, number => number * longest) }]
            : [];
    }
}
