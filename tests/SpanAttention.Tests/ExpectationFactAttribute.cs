namespace SpanAttention.Tests;

/// <summary>A test that an environment variable asks for; skipped where it is not set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExpectationFactAttribute : Xunit.FactAttribute
{
    public ExpectationFactAttribute(string variable)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
        {
            Skip = $"{variable} is not set: nothing is expected.";
        }
    }
}
