namespace SpanAttention.Verification;

/// <summary>Makes wrong calls.</summary>
internal static class Refusals
{
    /// <summary>Finds what is missing of an <see cref="ArgumentException"/> that names the parameter, thrown before the destination is written; null if nothing is.</summary>
    public static Violation? Missing(Action<float[]> call, float[] destination, string parameter, string mistake) =>
        NotThrown(() => call(destination), parameter, mistake) ?? Written(destination, mistake);

    private static Violation? NotThrown(Action call, string parameter, string mistake)
    {
        try
        {
            call();
        }
        catch (ArgumentException exception) when (exception.ParamName == parameter)
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
