using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Rotary position embedding against a scalar reference, bit for bit; in place; and on wrong spans.</summary>
public class RotaryEmbeddingTests
{
    private const int MaxPositions = 20;

    public static TheoryData<RotaryLayout, int, int, int, int> Shapes
    {
        get
        {
            TheoryData<RotaryLayout, int, int, int, int> shapes = [];
            foreach (RotaryLayout layout in Enum.GetValues<RotaryLayout>())
            {
                foreach ((int headDim, int rotaryDim) in new[] { (2, 2), (3, 2), (8, 8), (16, 6), (17, 16), (34, 34), (64, 64), (80, 32), (128, 128) })
                {
                    shapes.Add(layout, 7, 3, headDim, rotaryDim);
                }

                shapes.Add(layout, 0, 2, 4, 4);
                shapes.Add(layout, 1, 1, 5, 4);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Is_its_equation_bit_for_bit(RotaryLayout layout, int tokens, int heads, int headDim, int rotaryDim)
    {
        RotaryCall call = new(layout, tokens, heads, headDim, rotaryDim, MaxPositions);
        float[] destination = [.. Enumerable.Repeat(7f, call.X.Length + 3)];
        call.Apply(destination);
        Assert.Equal(Bits([.. Reference(call), 7, 7, 7]), Bits(destination));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void May_be_done_in_place(RotaryLayout layout, int tokens, int heads, int headDim, int rotaryDim)
    {
        RotaryCall call = new(layout, tokens, heads, headDim, rotaryDim, MaxPositions);
        float[] expected = Reference(call);
        call.Apply(call.X);
        Assert.Equal(Bits(expected), Bits(call.X));
    }

    [Theory]
    [InlineData(RotaryLayout.Interleaved)]
    [InlineData(RotaryLayout.HalfSplit)]
    public void Products_of_query_and_key_depend_on_their_distance_only(RotaryLayout layout)
    {
        RotaryCall call = new(layout, tokens: 2, heads: 1, headDim: 32, rotaryDim: 32, MaxPositions);
        double[] products = [.. Enumerable.Range(0, MaxPositions - 4).Select(first => Dot(call with { Positions = [first, first + 4] }))];
        double size = call.X.Sum(static x => (double)x * x);
        Assert.All(products, product => Assert.InRange(product - products[0], -1e-6 * size, 1e-6 * size));
    }

    [Fact]
    public void Without_a_layout_angles_are_not_looked_at()
    {
        float[] destination = new float[4];
        RotaryEmbedding.Apply([1, 2, 3, 4], [], [], [-1], RotaryLayout.None, 1, 4, 0, destination);
        Assert.Equal([1, 2, 3, 4], destination);
    }

    [Fact]
    public void Allocates_nothing()
    {
        RotaryCall call = new(RotaryLayout.Interleaved, tokens: 4, heads: 2, headDim: 16, rotaryDim: 12, MaxPositions);
        float[] destination = new float[call.X.Length];
        call.Apply(destination);
        long before = GC.GetAllocatedBytesForCurrentThread();
        call.Apply(destination);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static readonly RotaryCall Right = new(RotaryLayout.HalfSplit, tokens: 3, heads: 2, headDim: 8, rotaryDim: 6, MaxPositions);

    [Fact]
    public void A_wrong_x_is_named() =>
        AssertRefused("x", "x holds 47 elements; [3, 2, 8] (positions × heads × head dim) needs 48.", Right with { X = Right.X[1..] });

    [Fact]
    public void A_wrong_cos_is_named() =>
        AssertRefused("cos", "cos holds 59 elements; [max positions, 3] (max positions × rotary dim / 2) needs a multiple of 3.", Right with { Cos = Right.Cos[1..] });

    [Fact]
    public void A_wrong_sin_is_named() =>
        AssertRefused("sin", "sin holds 57 elements; [20, 3] (max positions × rotary dim / 2) needs 60.", Right with { Sin = Right.Sin[3..] });

    [Fact]
    public void A_short_destination_is_named() =>
        AssertRefused("destination", "destination holds 47 elements; [3, 2, 8] (tokens × heads × head dim) needs 48.", Right, new float[47]);

    [Fact]
    public void A_position_beyond_the_rows_is_named() =>
        AssertRefused("positions", "positions[1], of token 1, is 20; cos and sin have 20 rows, counted from 0.", Right with { Positions = [19, 20, 0] });

    [Fact]
    public void A_negative_position_is_named() =>
        AssertRefused("positions", "positions[2], of token 2, is -1; cos and sin have 20 rows, counted from 0.", Right with { Positions = [19, 0, -1] });

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(10)]
    public void A_wrong_rotary_dim_is_named(int rotaryDim) =>
        AssertRefused("rotaryDim", $"rotaryDim is {rotaryDim}; it must be even, at least 2 and at most headDim = 8.", Right with { RotaryDim = rotaryDim });

    [Fact]
    public void No_heads_are_refused() => AssertRefused("heads", "heads is 0; it counts heads and must be at least 1.", Right with { Heads = 0 });

    [Fact]
    public void No_head_dim_is_refused() => AssertRefused("headDim", "headDim is -8; it counts floats of a head and must be at least 1.", Right with { HeadDim = -8 });

    [Fact]
    public void An_undefined_layout_is_refused() => AssertRefused("layout", "layout is none of None, Interleaved and HalfSplit.", Right with { Layout = (RotaryLayout)3 });

    [Fact]
    public void A_destination_beside_the_place_is_refused()
    {
        float[] memory = new float[60];
        Assert.Throws<ArgumentException>("destination", () => RotaryEmbedding.Apply(
            memory.AsSpan(0, 48), Right.Cos, Right.Sin, Right.Positions, Right.Layout, Right.Heads, Right.HeadDim, Right.RotaryDim, memory.AsSpan(1)));
    }

    [Fact]
    public void A_destination_among_the_angles_is_refused()
    {
        float[] memory = new float[60];
        Assert.Throws<ArgumentException>("destination", () => RotaryEmbedding.Apply(
            Right.X, memory, Right.Sin, Right.Positions, Right.Layout, Right.Heads, Right.HeadDim, Right.RotaryDim, memory));
        Assert.Throws<ArgumentException>("destination", () => RotaryEmbedding.Apply(
            Right.X, Right.Cos, memory, Right.Positions, Right.Layout, Right.Heads, Right.HeadDim, Right.RotaryDim, memory));
    }

    private static void AssertRefused(string parameter, string words, RotaryCall call, float[]? destination = null)
    {
        float[] untouched = destination ?? new float[100];
        ArgumentException refusal = Assert.ThrowsAny<ArgumentException>(() => call.Apply(untouched));
        Assert.Equal(parameter, refusal.ParamName);
        Assert.StartsWith(words, refusal.Message, StringComparison.Ordinal);
        Assert.All(untouched, static element => Assert.Equal(0, element));
    }

    private static double Dot(RotaryCall call)
    {
        float[] turned = new float[call.X.Length];
        call.Apply(turned);
        return Enumerable.Range(0, call.HeadDim).Sum(x => (double)turned[x] * turned[x + call.HeadDim]);
    }

    private static float[] Reference(RotaryCall call)
    {
        float[] turned = [.. call.X];
        int pairs = call.RotaryDim / 2;
        for (int start = 0; call.Layout != RotaryLayout.None && start < turned.Length; start += call.HeadDim)
        {
            int row = call.Positions[start / (call.Heads * call.HeadDim)];
            for (int i = 0; i < pairs; i++)
            {
                (int first, int second) = call.Layout == RotaryLayout.Interleaved ? (start + (2 * i), start + (2 * i) + 1) : (start + i, start + i + pairs);
                float cos = call.Cos[(row * pairs) + i];
                float sin = call.Sin[(row * pairs) + i];
                turned[first] = Lanes.MultiplyAdd(call.X[first], cos, -(call.X[second] * sin));
                turned[second] = Lanes.MultiplyAdd(call.X[second], cos, call.X[first] * sin);
            }
        }

        return turned;
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);
}
