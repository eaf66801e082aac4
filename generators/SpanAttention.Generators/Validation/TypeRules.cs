using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Members;
using SpanAttention.Generators.Reading;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Validation;

/// <summary>Rules about the declared type itself.</summary>
internal static class TypeRules
{
    /// <summary>Tells whether a second part can be written at all; where it cannot, nothing is emitted.</summary>
    public static bool CanBeJoined(Declaration declaration) =>
        declaration.Facts is { IsPartial: true, NonPartialContainer: null, GenericType: null, IsFileLocal: false }
        && (declaration.Facts.AttentionAttributes.Count == 1 || BlockRules.HasParts(declaration))
        && !(declaration.HasWeights && declaration.Facts.IsStatic);

    public static void Check(Declaration declaration, FindingList findings)
    {
        CheckJoinable(declaration, findings);
        if (declaration.HasWeights)
        {
            CheckLayer(declaration, findings);
        }
    }

    /// <summary>Emitted names that the user has given to something else. Methods may share a name unless their parameters are the same; they are overloads.</summary>
    public static void CheckNames(Declaration declaration, DeclaredSpec spec, FindingList findings)
    {
        IEnumerable<string> taken = EmittedNames.Of(spec).Where(declaration.Facts.MemberNames.Contains)
            .Concat(EmittedNames.OfData(spec).Where(declaration.Facts.MethodNames.Contains))
            .Concat(MemberList.Of(spec, "").Where(member => declaration.Facts.MethodSignatures.Contains(member.ParameterTypes)).Select(static member => member.Name));
        foreach (string name in taken.Distinct())
        {
            findings.Add(Rules.NameTaken, declaration.Type.FullName, name);
        }
    }

    private static void CheckJoinable(Declaration declaration, FindingList findings)
    {
        TypeFacts facts = declaration.Facts;
        string name = declaration.Type.FullName;
        if (!facts.IsPartial)
        {
            findings.Add(Rules.NotPartial, name);
        }

        if (facts.NonPartialContainer is { } container)
        {
            findings.Add(Rules.ContainerNotPartial, container, name);
        }

        if (facts.GenericType is { } generic)
        {
            findings.Add(Rules.Generic, generic);
        }

        if (facts.IsFileLocal)
        {
            findings.Add(Rules.FileLocal, name);
        }

        // Every attribute is a declaration of its own; the first one speaks for all, or that of cross-attention, which is none.
        if (declaration.Kind == DeclarationKind.CrossAttention)
        {
            findings.Add(Rules.LoneCross, name);
        }
        else if (facts.AttentionAttributes.Count > 1 && !facts.IsBlock && !facts.IsCross && facts.AttentionAttributes[0] == AttributeNames.Of(declaration.Kind))
        {
            findings.Add(Rules.SeveralAttributes, name, facts.AttentionAttributes.Count);
        }
    }

    private static void CheckLayer(Declaration declaration, FindingList findings)
    {
        TypeFacts facts = declaration.Facts;
        string name = declaration.Type.FullName;
        if (!facts.IsSealedClass)
        {
            findings.Add(Rules.LayerType, name);
        }

        if (facts.BaseClass is { } baseClass)
        {
            findings.Add(Rules.LayerBase, name, baseClass);
        }

        if (facts.HasConstructor)
        {
            findings.Add(Rules.LayerConstructor, name);
        }
    }
}
