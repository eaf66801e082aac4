namespace SpanAttention.Verification;

/// <summary>Makes wrong calls.</summary>
internal static class Refusals
{
    /// <summary>Says what is missing of an <see cref="ArgumentException"/> that names the parameter, thrown before the destination is written; null if nothing is.</summary>
    /// <param name="call">The wrong call.</param>
    /// <param name="destination">What it must not write.</param>
    /// <param name="parameter">What is wrong.</param>
    /// <param name="mistake">The same in words.</param>
    /// <param name="others">Parameters that may be named as well, where each says how long the others are.</param>
    public static Violation? Missing(Action<float[]> call, float[] destination, string parameter, string mistake, params string[] others) =>
        NotThrown(() => call(destination), parameter, mistake, others) ?? Written(destination, mistake);

    /// <summary>Says what is missing of an <see cref="ArgumentException"/> that names the parameter.</summary>
    public static Violation? NotThrown(Action call, string parameter, string mistake, params string[] others)
    {
        try
        {
            call();
        }
        catch (ArgumentException exception) when (exception.ParamName == parameter || others.Contains(exception.ParamName))
        {
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Violation($"the call where {mistake}", $"ArgumentException that names {parameter}", $"{exception.GetType().Name}: {exception.Message}");
        }

        return new Violation($"the call where {mistake}", $"ArgumentException that names {parameter}", "no exception");
    }

    public static Violation? Written(float[] tensor, string mistake) =>
        Calls.IsUnwritten(tensor) ? null : new Violation($"the destination of the call where {mistake}", "not written", "written");
}
