namespace SpanAttention.Generators.Members;

/// <summary>Errors of a member, which follow from its parameters: spans have shapes, numbers have ranges, a cache has room.</summary>
internal static class MemberErrors
{
    public static IEnumerable<MemberError> Of(Member member)
    {
        if (member.Parameters.Any(static parameter => parameter.Axes.Count > 0))
        {
            yield return new("ArgumentException", Shapes(member));
        }
        else if (member.Parameters.Any(static parameter => parameter.Type == Parameter.Weights))
        {
            yield return new("ArgumentException", "A tensor has another length than the declaration needs.");
        }

        foreach (Parameter parameter in member.Parameters.Where(static parameter => parameter.IsRanged))
        {
            yield return new("ArgumentOutOfRangeException", $"{parameter.Name} is out of its range.");
        }

        foreach (Parameter parameter in member.Parameters.Where(static parameter => parameter.IsCache || parameter.Type == Parameter.Tape))
        {
            yield return new("ArgumentNullException", $"{parameter.Name} is null.");
        }

        if (member.Parameters.Any(static parameter => parameter.Type == Parameter.Cache))
        {
            yield return new("InvalidOperationException", "The cache has no room for the tokens.");
        }

        if (member.Parameters.Any(static parameter => parameter.Type == Parameter.Gradients))
        {
            yield return new("InvalidOperationException", "The tape is empty: no Forward has been called with it.");
        }
    }

    private static string Shapes(Member member)
    {
        string kind = member.Parameters.Any(static parameter => parameter.Type is Parameter.InputTensor or Parameter.OutputTensor)
            ? "A tensor is not dense, or does not have its shape"
            : "A span does not have the length of its shape";
        string cache = member.Parameters.FirstOrDefault(static parameter => parameter.IsCache) is { } given ? $", {given.Name} is of another shape"
            : member.Parameters.Any(static parameter => parameter.Type == Parameter.Gradients) ? ", or one of gradients that of its tensor"
            : member.Parameters.Any(static parameter => parameter.Type == Parameter.Tape) ? ", the tape has no room for the tokens"
            : "";
        string overlap = member.WritesInPlace ? ", or a result overlaps another span other than in place."
            : member.Parameters.Any(static parameter => parameter.Name is "destination" or "queryGradient" or "inputGradient") ? ", or what is written overlaps another span."
            : ".";
        return kind + cache + overlap;
    }
}
