using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Validation;

/// <summary>Rules about the parts of a transformer block: that they are there, are right themselves, and share one stream.</summary>
internal static class BlockRules
{
    private static readonly DeclarationKind[] Needed = [DeclarationKind.MultiHeadAttention, DeclarationKind.FeedForward];
    private static readonly DeclarationKind[] PartKinds = [.. Needed, DeclarationKind.CrossAttention];

    /// <summary>Tells whether the attributes of the type are those of a whole block, each once.</summary>
    public static bool HasParts(Declaration declaration)
    {
        EquatableArray<string> attributes = declaration.Facts.AttentionAttributes;
        DeclarationKind[] parts = [.. declaration.Parts.Select(static part => part.Kind)];
        return declaration.Kind == DeclarationKind.TransformerBlock
            && attributes.Distinct().Count() == attributes.Count
            && parts.All(PartKinds.Contains)
            && Needed.All(parts.Contains);
    }

    /// <summary>Checks that the parts of a block are there, and each argument of them.</summary>
    public static void CheckParts(Declaration declaration, FindingList findings)
    {
        if (declaration.Kind != DeclarationKind.TransformerBlock)
        {
            return;
        }

        foreach (DeclarationKind missing in Needed.Where(kind => declaration.Parts.All(part => part.Kind != kind)))
        {
            findings.Add(Rules.BlockParts, declaration.Type.FullName, $"it has no [{missing}]");
        }

        foreach (Declaration part in declaration.Parts)
        {
            if (!PartKinds.Contains(part.Kind))
            {
                findings.Add(Rules.BlockParts, declaration.Type.FullName, $"[{part.Kind}] is no part of one");
            }

            ArgumentRules.Check(part, findings.Of(part));
        }
    }

    public static void Check(Declaration declaration, BlockSpec spec, FindingList findings)
    {
        FindingList attention = Check(declaration, DeclarationKind.MultiHeadAttention, spec.Attention, findings);
        FindingList feedForward = Check(declaration, DeclarationKind.FeedForward, spec.FeedForward, findings);
        CheckStream("OutputDim", spec.Attention.Layer!.OutputDim, spec, attention);
        if (spec.CrossAttention is { } cross)
        {
            CheckStream("InputDim", cross.Layer!.InputDim, spec, Check(declaration, DeclarationKind.CrossAttention, cross, findings));
        }

        CheckStream("InputDim", spec.FeedForward.InputDim, spec, feedForward);
        CheckStream("OutputDim", spec.FeedForward.OutputDim, spec, feedForward);
        foreach (string context in new[] { "ContextDim", "KeyInputDim" }.Where(context => spec.Attention.Layer.Context != ContextSource.Inputs && HasArgument(declaration, context)))
        {
            attention.AddAt(context, Rules.Conflict, "TransformerBlock", context, "keys and values come from the block's own stream; [CrossAttention] is for those of a context");
        }

        foreach (Declaration part in declaration.Parts.Where(part => part.Bool("Gradients") && !spec.Gradients))
        {
            findings.Of(part).AddAt("Gradients", Rules.PartLearnsAlone, part.Kind);
        }

        if (spec.Parallel && spec.Norms.Placement != NormPlacement.Pre)
        {
            findings.AddAt("NormPlacement", Rules.Conflict, "Parallel", "NormPlacement", "parts that read the same stream have their norms before them");
        }

        if (spec.Parallel && spec.CrossAttention is not null)
        {
            findings.AddAt("Parallel", Rules.Conflict, "CrossAttention", "Parallel", "cross-attention reads what attention has added to the stream");
        }

        if (spec.Norms.RootMeanSquare && declaration.Bool("NormBias"))
        {
            findings.AddAt("NormBias", Rules.Conflict, "Norm = RootMeanSquare", "NormBias", "a root mean square has no bias");
        }
    }

    private static FindingList Check(Declaration declaration, DeclarationKind kind, DeclaredSpec spec, FindingList findings)
    {
        Declaration part = declaration.Parts.First(part => part.Kind == kind);
        FindingList ofPart = findings.Of(part);
        ShapeRules.Check(part, spec, ofPart);
        return ofPart;
    }

    private static bool HasArgument(Declaration declaration, string name) => declaration.Parts.Any(part => part.Kind == DeclarationKind.MultiHeadAttention && part.Has(name));

    private static void CheckStream(string argument, int dim, BlockSpec spec, FindingList part)
    {
        if (dim != spec.InputDim)
        {
            part.AddAt(argument, Rules.BlockStream, $"{argument} of [{part.Kind}]", dim, spec.InputDim);
        }
    }
}
