using System.Globalization;

namespace SpanAttention.Generators.Text;

/// <summary>Prints numbers as C# reads them back, bit for bit, on every runtime a compiler runs on.</summary>
internal static class Literal
{
    // "G9" round-trips a float also on .NET Framework, whose shortest form does not.
    public static string Of(float value) => value.ToString("G9", CultureInfo.InvariantCulture) + "f";
}
