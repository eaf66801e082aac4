using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Members;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Writing;

/// <summary>The files of one declaration: members of the user's type, the kernel, its own steps for each vector width, and what takes tensor spans apart.</summary>
internal static class EmittedFiles
{
    public static IEnumerable<(string Name, string Text)> Of(CompiledDeclaration declaration)
    {
        if (declaration.Plan is not { } plan)
        {
            yield return (SourceFile.Name(declaration.Spec.Type), TypeFile.WriteRefusal(declaration));
            yield break;
        }

        yield return (SourceFile.Name(plan.Type), TypeFile.Write(plan));
        foreach ((string name, string text) in plan.WithParts.SelectMany(OfKernel))
        {
            yield return (name, text);
        }
    }

    private static IEnumerable<(string Name, string Text)> OfKernel(DeclaredPlan plan)
    {
        KernelWriter kernel = new();
        yield return (SourceFile.Name(plan.Type, "Kernel"), KernelFile.Write(kernel, plan));
        if (!plan.IsPart && TensorMembers.Of(plan.Declared, plan.Facts).Count > 0)
        {
            yield return (SourceFile.Name(plan.Type, "Tensors"), TensorFile.Write(plan));
        }

        bool hasSteps = kernel.Steps.Count > 0 || plan is AttentionPlan { Tiny: not null };
        foreach (TilePlan tile in hasSteps ? plan.Tiles : [])
        {
            yield return (SourceFile.Name(plan.Type, tile.Width.Class), WidthFile.Write(plan, tile, kernel.Steps));
        }
    }
}
