using System.Runtime.InteropServices;
using System.Runtime.InteropServices.JavaScript;
using GptModel;
using SpanAttention;

/// <summary>What the page's <c>look.js</c> calls: a text goes in, and what the model expects and looks at comes out. Maps stay where they are in memory, and the script reads them there.</summary>
internal static partial class LookPage
{
    private static readonly GptTokenizer Tokenizer = new ByteTokenizer();
    private static readonly string Source;
    private static readonly Reading Reading;
    private static readonly float[] Maps;

    static LookPage()
    {
        using GptWeights weights = GptWeights.Default();
        Source = $"{weights.Shape}, {weights.Source}";
        Reading = new(weights);
        Maps = GC.AllocateUninitializedArray<float>(Layers() * Heads() * Reading.Capacity * Reading.Capacity, pinned: true);
    }

    /// <summary>Where the model is from, in words.</summary>
    [JSExport]
    internal static string Model() => Source;

    /// <summary>Which canon runs.</summary>
    [JSExport]
    internal static string Canon() => AttentionNumerics.Arithmetic.ToString();

    [JSExport]
    internal static int Layers() => Reading.Attention.Layers;

    [JSExport]
    internal static int Heads() => Reading.Attention.Heads;

    /// <summary>Reads a text.</summary>
    /// <returns>A label for each token.</returns>
    [JSExport]
    internal static string[] Read(string text)
    {
        Reading.Read(text);
        return Array.ConvertAll(Reading.Tokens.ToArray(), Tokenizer.Label);
    }

    /// <summary>The address of all weights of the text, [layers, heads, tokens, tokens].</summary>
    [JSExport]
    internal static nint MapsAddress()
    {
        int tokens = Reading.Tokens.Length;
        int map = 0;
        for (int layer = 0; layer < Layers(); layer++)
        {
            for (int head = 0; head < Heads(); head++, map++)
            {
                CopyMap(layer, head, Maps.AsSpan(map * tokens * tokens, tokens * tokens));
            }
        }

        return Marshal.UnsafeAddrOfPinnedArrayElement(Maps, 0);
    }

    /// <summary>The likeliest next tokens, the likeliest first.</summary>
    [JSExport]
    internal static int[] Likeliest() => Reading.Likeliest();

    [JSExport]
    internal static string Label(int token) => Tokenizer.Label(token);

    [JSExport]
    internal static double Probability(int token) => Reading.Probability(token);

    /// <summary>A hash of all logits and weights of the text.</summary>
    [JSExport]
    internal static string Hash() => Reading.Hash().ToString("x16");

    private static void CopyMap(int layer, int head, Span<float> map)
    {
        int tokens = Reading.Tokens.Length;
        map.Clear();
        for (int token = 0; token < tokens; token++)
        {
            Reading.Attention.Row(layer, head, token).CopyTo(map[(token * tokens)..]);
        }
    }
}
