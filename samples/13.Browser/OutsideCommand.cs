using System.CommandLine;
using SpanAttention;

/// <summary><c>outside TEXT</c>: prints, as JSON, the hashes of what the page computes, computed here in the canon of the browser, where this machine has it.</summary>
internal sealed class OutsideCommand : Command
{
    private readonly Argument<string> text = new("text") { Description = "The sentence.", DefaultValueFactory = static _ => Outside.OpeningText };

    public OutsideCommand()
        : base("outside", "Prints the hashes of what the page computes.")
    {
        Add(text);
        SetAction(Run);
    }

    private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        string read = arguments.GetValue(text)!;
        Console.WriteLine(AttentionNumerics.Arithmetic == ArithmeticCanon.Separate || !SeparateCanon.IsSwitch ? Outside.Json(read) : await SeparateCanon.Output("outside", read));
        return 0;
    }
}
