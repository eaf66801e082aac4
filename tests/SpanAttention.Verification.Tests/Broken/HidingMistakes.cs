using SpanAttention.Verification.Tests.Kernels;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Sees what is hidden, or does not see what is not.</summary>
internal static class HidingMistakes
{
    private static readonly PlainAttention Causal = new(Shapes.Causal);
    private static readonly PlainAttention Windows = new(Shapes.Windows);
    private static readonly PlainAttention Masked = new(Shapes.Masked);
    private static readonly PlainAttention ByHeads = new(Shapes.MaskedByHeads);
    private static readonly PlainAttention Biased = new(Shapes.Biased);
    private static readonly FlashAttention Tiles = new(Shapes.Masked);

    public static IReadOnlyDictionary<string, Mistake> All { get; } = new Dictionary<string, Mistake>
    {
        ["the next token is seen"] = Mistake.Of(Causal with { Sees = static pair => pair.IsVisibleOneEarlier }, "HiddenKeysDoNotReachResults", "WithinErrorBound"),
        ["a token does not see itself"] = Mistake.Of(Causal with { Sees = static pair => pair.IsVisible && pair.Moved < 0 }, "WithinErrorBound"),
        ["causal from the top left (the other way round: mlx#2836)"] = Mistake.Of(Causal with { Sees = static pair => pair.Key < pair.Keys && pair.Key <= pair.Row }, "WithinErrorBound"),
        ["causal from the bottom right"] = Mistake.Of(new PlainAttention(Shapes.Causal with { Alignment = QueryAlignment.TopLeft }) { Sees = static pair => pair.Key < pair.Keys && pair.Key <= pair.Row + pair.Keys - pair.QueryLength }, "WithinErrorBound"),
        ["causal is forgotten for one query"] = Mistake.Of(new PlainAttention(Shapes.Causal with { Alignment = QueryAlignment.TopLeft }) { Sees = static pair => pair.IsVisible || pair.QueryLength == 1 }, "HiddenKeysDoNotReachResults"),
        ["causal without past: the last of fewer queries sees all"] = Mistake.Of(new PlainAttention(Shapes.Causal with { Alignment = QueryAlignment.TopLeft }) { Sees = static pair => pair.IsVisible || (pair.Row == pair.QueryLength - 1 && pair.QueryLength < pair.KeyLength) }, "HiddenKeysDoNotReachResults"),
        ["positions do not know padding"] = Mistake.Of(Causal with { Sees = static pair => pair.Key < pair.Keys && pair.Key <= pair.Row + pair.KeyLength - pair.QueryLength }, "PaddingIsIgnored"),
        ["padding is counted in eights"] = Mistake.Of(new PlainAttention(Shapes.Plain) { Sees = static pair => pair.Key < (pair.Keys + 7) / 8 * 8 }, "PaddingIsIgnored"),
        ["a window of one more (transformers#39408)"] = Mistake.Of(Windows with { Sees = static pair => pair.Key < pair.Keys && pair.Moved is >= -5 and <= 2 }, "HiddenKeysDoNotReachResults"),
        ["a window of one less"] = Mistake.Of(Windows with { Sees = static pair => pair.IsVisible && pair.Moved > -4 }, "WithinErrorBound"),
        ["the right window is not closed (flashinfer#4893)"] = Mistake.Of(Windows with { Sees = static pair => pair.Key < pair.Keys && pair.Moved >= -4 }, "HiddenKeysDoNotReachResults"),
        ["a window around the row, not its position"] = Mistake.Of(Windows with { Sees = static pair => pair.Key < pair.Keys && pair.Key - pair.Row is >= -4 and <= 2 }, "WithinErrorBound"),
        ["a window without causality"] = Mistake.Of(new PlainAttention(Shapes.Causal with { LeftWindow = 4 }) { Sees = static pair => pair.Key < pair.Keys && pair.Moved >= -4 }, "HiddenKeysDoNotReachResults"),
        ["a window as wide as all keys loses the first (asked in flash-attention#1133)"] = Mistake.Of(
            new PlainAttention(Shapes.Causal with { LeftWindow = 4 }) { Sees = static pair => pair.IsVisible && !(pair.Keys == 5 && pair.Moved == -4) }, "WithinErrorBound"),
        ["a window is forgotten for many queries (sglang#30050)"] = Mistake.Of(
            new PlainAttention(Shapes.Causal with { LeftWindow = 127 }) { Sees = static pair => pair.IsVisible || (pair.QueryLength > 1 && pair.Key < pair.Keys && pair.Moved <= 0) }, "HiddenKeysDoNotReachResults", "WithinErrorBound"),
        ["the last row does not see its window's edge"] = Mistake.Of(Windows with { Sees = static pair => pair.IsVisible && !(pair.Row == pair.QueryLength - 1 && pair.Moved == -4) }, "WithinErrorBound"),
        ["a window's edge is lost where a tile of 16 begins"] = Mistake.Of(new PlainAttention(Shapes.Causal with { LeftWindow = 30 }) { Sees = static pair => pair.IsVisible && !(pair.Key % 16 == 0 && pair.Moved == -30) }, "WithinErrorBound"),
        ["hidden scores are −10⁴ (lattice#361)"] = Mistake.Of(Masked with { Sees = static _ => true, Logit = static pair => pair.IsVisible ? pair.Raw * pair.Scale : -1e4f }, "WithinErrorBound"),
        ["hidden scores are −10⁹"] = Mistake.Of(Masked with { Sees = static _ => true, Logit = static pair => pair.IsVisible ? pair.Raw * pair.Scale : -1e9f }, "FullyMaskedRowsAreZero"),
        ["hidden scores are −10⁹, but for rows that see nothing"] = Mistake.Of(
            Masked with { Sees = static pair => pair.Key < pair.Keys, Logit = static pair => pair.IsVisible ? pair.Raw * pair.Scale : -1e9f, Maximum = static (logits, _) => logits.Max() is var most && most == -1e9f ? float.NegativeInfinity : most }, "WithinErrorBound"),
        ["hidden scores are less by the largest float"] = Mistake.Of(Masked with { Sees = static pair => pair.Key < pair.Keys, Logit = static pair => (pair.Raw * pair.Scale) + (pair.IsVisible ? 0 : -float.MaxValue) }, "FullyMaskedRowsAreZero"),
        ["the mask is turned round"] = Mistake.Of(Masked with { Sees = static pair => pair.Key < pair.Keys && !pair.Participates }, "WithinErrorBound"),
        ["the mask of another row"] = Mistake.Around(Shapes.Masked, static right => (in operands, destination) => right(operands with { Mask = Transposed(operands) }, destination), "WithinErrorBound"),
        ["the first head's mask for all"] = Mistake.Around(Shapes.MaskedByHeads, static right => (in operands, destination) => right(operands with { Mask = Repeated(operands.Mask) }, destination), "WithinErrorBound"),
        ["the mask is forgotten with padding"] = Mistake.Of(ByHeads with { Sees = static pair => pair.Key < pair.Keys && (pair.Participates || pair.Keys < pair.KeyLength) }, "HiddenKeysDoNotReachResults"),
        ["a tile is left out where its first key is hidden"] = Mistake.Of(Tiles with { Skips = static (_, _, first, _) => !first }, "WithinErrorBound"),
        ["a tile is left out where its last key is hidden"] = Mistake.Of(Tiles with { Skips = static (_, _, _, last) => !last }, "WithinErrorBound"),
        ["a tile that is hidden is turned round, but for rows that see nothing"] = Mistake.Around(Shapes.Masked, static right => (in operands, destination) => right(operands with { Mask = Turned(operands) }, destination), "HiddenKeysDoNotReachResults", "WithinErrorBound"),
        ["a key is seen where one of 16 rows sees it"] = Mistake.Around(Shapes.Masked, static right => (in operands, destination) => right(operands with { Mask = Joined(operands) }, destination), "HiddenKeysDoNotReachResults", "WithinErrorBound"),
        ["rows of the mask are as long as keys that are not padding"] = new(new AttentionRoutine { Shape = Shapes.Masked, TakesKeyCount = true, Forward = static (in operands, destination) => Masked.Forward(operands with { Mask = Packed(operands) }, destination) }, "WithinErrorBound"),
        ["the mask of another head that shares its keys"] = Mistake.Around(Shapes.MaskedByHeads with { Heads = 4, KeyValueHeads = 2 }, static right => (in operands, destination) => right(operands with { Mask = Paired(operands.Mask) }, destination), "WithinErrorBound"),
        ["a single key is seen, hidden or not"] = Mistake.Of(Masked with { Sees = static pair => pair.Key < pair.Keys && (pair.Participates || pair.KeyLength == 1) }, "FullyMaskedRowsAreZero"),
        ["a score of 0 is hidden"] = Mistake.Of(Masked with { Sees = static pair => pair.IsVisible && pair.Raw != 0 }, "WithinErrorBound"),
        ["what follows a hidden tile is left out"] = Mistake.Around(Shapes.Masked, static right => (in operands, destination) => right(operands with { Mask = Cut(operands) }, destination), "WithinErrorBound"),
        ["hidden keys are in the maximum"] = Mistake.Of(Masked with { HiddenInMaximum = true }, "HiddenKeysDoNotReachResults"),
        ["values of hidden keys are multiplied by 0"] = new(new AttentionRoutine { Shape = Shapes.Masked, Forward = (Masked with { MultipliesHidden = true }).Forward, Promises = AttentionPromises.ReadsNoHidden }, "ReadsNoHidden"),
        ["rows that see nothing are means"] = Mistake.Of(Masked with { Empty = 0.5f }, "FullyMaskedRowsAreZero"),
        ["rows that see nothing are NaN, which is not declared (burn#4697)"] = Mistake.Of(Masked with { Empty = float.NaN }, "FullyMaskedRowsAreZero"),
        ["a bias of −10⁴ hides"] = Mistake.Of(Biased with { Sees = static pair => pair.IsVisible && pair.Bias > -9999 }, "WithinErrorBound"),
        ["the least float hides"] = Mistake.Of(Biased with { Sees = static pair => pair.IsVisible && pair.Bias > -float.MaxValue }, "WithinErrorBound"),
        ["a bias of −∞ does not hide"] = Mistake.Of(Biased with { Sees = static pair => pair.Key < pair.Keys, Logit = static pair => (pair.Raw * pair.Scale) + MathF.Max(pair.Bias, -100) }, "WithinErrorBound"),
    };

    // As if rows were columns, where there are as many.
    private static bool[] Transposed(in AttentionOperands operands)
    {
        int rows = operands.Query.Length / 3;
        int keys = operands.Key.Length / 3;
        bool[] mask = operands.Mask.ToArray();
        return rows != keys ? mask : [.. Enumerable.Range(0, rows * keys).Select(index => mask[(index % keys * keys) + (index / keys)])];
    }

    private static bool[] Repeated(ReadOnlySpan<bool> mask)
    {
        bool[] first = mask[..(mask.Length / 3)].ToArray();
        return [.. first, .. first, .. first];
    }

    // Rows as they are found where each is taken to be as long as what is not padding.
    private static bool[] Packed(in AttentionOperands operands)
    {
        bool[] mask = operands.Mask.ToArray();
        int keys = operands.Key.Length / 3;
        int count = operands.KeyCount ?? keys;
        return [.. Enumerable.Range(0, mask.Length).Select(index => mask[((index / keys * count) + (index % keys)) % mask.Length])];
    }

    // Of four heads, the first of each pair.
    private static bool[] Paired(ReadOnlySpan<bool> mask)
    {
        bool[] all = mask.ToArray();
        int head = all.Length / 4;
        return [.. all[..head], .. all[..head], .. all[(2 * head)..(3 * head)], .. all[(2 * head)..(3 * head)]];
    }

    // Tiles of 16 of which a row that sees something sees nothing.
    private static bool[] Turned(in AttentionOperands operands)
    {
        bool[] mask = operands.Mask.ToArray();
        int keys = operands.Key.Length / 3;
        for (int start = 0; start < mask.Length; start += keys)
        {
            Span<bool> row = mask.AsSpan(start, keys);
            bool sees = row.Contains(true);
            for (int tile = 0; tile + 16 <= keys && sees; tile += 16)
            {
                if (!row.Slice(tile, 16).Contains(true))
                {
                    row.Slice(tile, 16).Fill(true);
                }
            }
        }

        return mask;
    }

    private static bool[] Joined(in AttentionOperands operands)
    {
        bool[] mask = operands.Mask.ToArray();
        int keys = operands.Key.Length / 3;
        int rows = operands.Query.Length / 3;
        return [.. Enumerable.Range(0, mask.Length).Select(index => Enumerable.Range(index / keys / 16 * 16, 16).Any(row => row < rows && mask[(row * keys) + (index % keys)]))];
    }

    // From the first tile of 16 of which nothing is seen.
    private static bool[] Cut(in AttentionOperands operands)
    {
        bool[] mask = operands.Mask.ToArray();
        int keys = operands.Key.Length / 3;
        for (int start = 0; start < mask.Length; start += keys)
        {
            Span<bool> row = mask.AsSpan(start, keys);
            for (int tile = 16; tile + 16 <= keys; tile += 16)
            {
                if (!row.Slice(tile, 16).Contains(true))
                {
                    row[tile..].Clear();
                }
            }
        }

        return mask;
    }
}
