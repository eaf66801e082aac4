using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Validation;

/// <summary>Rules about options that must fit the shape or each other.</summary>
internal static class OptionRules
{
    public static void Check(Declaration declaration, AttentionSpec spec, FindingList findings)
    {
        CheckStride("QueryStride", spec.QueryStride, "query", (long)spec.Heads * spec.HeadDim, spec, findings);
        CheckStride("KeyStride", spec.KeyStride, "key", (long)spec.KeyValueHeads * spec.HeadDim, spec, findings);
        CheckStride("ValueStride", spec.ValueStride, "value", (long)spec.KeyValueHeads * spec.ValueDim, spec, findings);
        if (spec is { Additive: not null, Mask: PairAxes.HeadQueryKeys })
        {
            findings.AddAt("Mask", Rules.NoHeads);
        }

        if (declaration.Has("DropoutRate") && !spec.Dropout)
        {
            findings.AddAt("DropoutRate", Rules.NoDropout, "DropoutRate", "Dropout");
        }
    }

    private static void CheckStride(string name, int stride, string tensor, long width, AttentionSpec spec, FindingList findings)
    {
        if (stride == 0)
        {
            return;
        }

        if (spec.HeadsFirst)
        {
            findings.AddAt(name, Rules.BadStride, name, stride, "only with TokensFirst do all heads of a token lie side by side; with HeadsFirst every tensor is dense");
        }
        else if (stride < width)
        {
            findings.AddAt(name, Rules.BadStride, name, stride, $"a token of {tensor} holds {width} floats, and the next cannot start before");
        }
    }
}
