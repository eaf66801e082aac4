namespace SpanAttention.Benchmarks.Tokens;

internal readonly struct OneRow : IRowCount
{
    public static int Rows => 1;
}

internal readonly struct TwoRows : IRowCount
{
    public static int Rows => 2;
}

internal readonly struct ThreeRows : IRowCount
{
    public static int Rows => 3;
}

internal readonly struct FourRows : IRowCount
{
    public static int Rows => 4;
}

internal readonly struct FiveRows : IRowCount
{
    public static int Rows => 5;
}

internal readonly struct SixRows : IRowCount
{
    public static int Rows => 6;
}
