using System.Text;

namespace SpanAttention.Generators.Text;

/// <summary>Writes indented lines and braced blocks. The nesting of <c>using</c> in an emitter mirrors the nesting of braces in its output.</summary>
internal sealed class CodeWriter
{
    private const int IndentSize = 4;

    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>An empty line.</summary>
    public void Line() => text.Append('\n');

    /// <summary>One line, or all lines of a raw string, at the current indentation.</summary>
    public void Line(string lines)
    {
        foreach (string line in lines.Split('\n'))
        {
            string content = line.TrimEnd();
            text.Append(' ', content.Length == 0 ? 0 : depth * IndentSize).Append(content).Append('\n');
        }
    }

    /// <summary>The header, an opening brace, and the closing brace on dispose.</summary>
    public IDisposable Block(string header)
    {
        Line(header);
        Line("{");
        depth++;
        return new OpenBlock(this);
    }

    public override string ToString() => text.ToString();

    private sealed class OpenBlock(CodeWriter code) : IDisposable
    {
        public void Dispose()
        {
            code.depth--;
            code.Line("}");
        }
    }
}
