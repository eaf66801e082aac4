namespace SpanAttention.Benchmarks.Contenders;

/// <summary>Copies of a contender that take turns, so that each call finds its weights in DRAM.</summary>
internal sealed class RotatingContender : Contender
{
    private readonly IReadOnlyList<Contender> copies;
    private int next;

    private RotatingContender(IReadOnlyList<Contender> copies)
        : base(copies[0].Name)
    {
        this.copies = copies;
        BytesPerWeight = copies[0].BytesPerWeight;
    }

    public override ReadOnlySpan<float> Output => copies[next].Output;

    public override bool IsMain => copies[0].IsMain;

    /// <summary>As many copies as asked for; one runs by itself.</summary>
    public static Contender Of(int copies, Func<Contender> create) =>
        copies == 1 ? create() : new RotatingContender([.. Enumerable.Range(0, copies).Select(_ => create())]);

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            next = next + 1 < copies.Count ? next + 1 : 0;
            copies[next].Run(calls: 1);
        }
    }

    public override double? Estimate() => copies[0].Estimate();

    public override void Dispose()
    {
        foreach (Contender copy in copies)
        {
            copy.Dispose();
        }
    }
}
