using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Validation;

/// <summary>Rules about cost, for right declarations of an assembly that sets a budget. Cost is known only when the plan is.</summary>
internal static class BudgetRules
{
    public static IEnumerable<Finding> Check(Declaration declaration, CompilationFacts facts, AttentionBudget? budget)
    {
        if (budget is null || DeclarationValidator.Check(declaration, facts) is not { Findings.Count: 0 } right)
        {
            return [];
        }

        FindingList findings = new(declaration);
        CheckCost(right.Spec.Type.FullName, DeclarationPlanner.Plan(right.Spec, facts).StackBytes, budget.StackBytes, "bytes of stack", findings);
        CheckCost(right.Spec.Type.FullName, AttentionCost.Flops(right.Spec), budget.Flops, "floating-point operations a call", findings);
        return findings.ToArray();
    }

    private static void CheckCost(string type, decimal? cost, long allowed, string unit, FindingList findings)
    {
        if (allowed != 0 && cost > allowed)
        {
            findings.Add(Rules.OverBudget, type, cost, unit, allowed);
        }
    }
}
