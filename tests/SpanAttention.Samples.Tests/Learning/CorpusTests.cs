using GptModel;
using GptTraining;

namespace SpanAttention.Samples.Tests.Learning;

/// <summary>Texts to learn from and texts that are held out, and windows of them.</summary>
public sealed class CorpusTests : IDisposable
{
    private static readonly GptShape Shape = Models.TinyGpt.Shape;
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void EveryFileIsLearnedFromOrHeldOut()
    {
        for (int file = 0; file < 60; file++)
        {
            Write($"deep/{file % 7}/{file:00}.cs", Text(file));
        }

        Write("deep/bin/60.cs", "built");
        Write("deep/.hidden/61.cs", "hidden");
        Write("62.png", "a picture");
        Corpus corpus = Corpus.Read(folder, Shape);

        string[] learned = Texts(corpus.Learned);
        string[] heldOut = [.. corpus.HeldOut.Select(System.Text.Encoding.UTF8.GetString)];
        Assert.Equal(Enumerable.Range(0, 60).Select(Text), learned.Concat(heldOut).Order(StringComparer.Ordinal));
        Assert.InRange(heldOut.Length, 1, 15);
        Assert.Equal(heldOut, Texts(corpus.HeldOutTokens(Shape)));
    }

    /// <summary>Whether a file is held out hangs on its name alone: another file beside it changes nothing.</summary>
    [Fact]
    public void WhatIsHeldOutStaysSo()
    {
        for (int file = 0; file < 60; file++)
        {
            Write($"{file:00}.md", Text(file));
        }

        Corpus before = Corpus.Read(folder, Shape);
        Write("00a.md", "another");
        Corpus after = Corpus.Read(folder, Shape);

        Assert.Subset(after.HeldOut.Select(System.Text.Encoding.UTF8.GetString).ToHashSet(), before.HeldOut.Select(System.Text.Encoding.UTF8.GetString).ToHashSet());
        Assert.NotEqual(before.Hash(), after.Hash());
    }

    [Fact]
    public void AFileIsCutIntoPieces()
    {
        byte[] text = [.. Enumerable.Range(0, 20 * 65536).Select(static place => (byte)(place >> 16))];
        string path = Path.Combine(folder, "text");
        File.WriteAllBytes(path, text);
        Corpus corpus = Corpus.Read(path, Shape);

        Assert.Equal([15, 19], corpus.HeldOut.Select(static piece => (int)piece[0]));
        Assert.Equal(18 * 65537, corpus.Learned.Length);
        Assert.Equal(Shape.Mark, corpus.Learned[0]);
    }

    [Fact]
    public void TooLittleIsRefusedInWords()
    {
        Write("1.md", "short");
        Assert.Contains("bytes to learn from and", Assert.Throws<InvalidDataException>(() => Corpus.Read(folder, Shape)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() => Corpus.Read(Path.Combine(folder, "nowhere"), Shape));
    }

    [Fact]
    public void WindowsLieSideBySide()
    {
        int[] tokens = [.. Enumerable.Range(0, 23)];
        Windows windows = new(tokens, length: 5, mark: 99, offset: 2);
        Assert.Equal(4, windows.Count);

        AssertWindow([99, 2, 3, 4, 5], [2, 3, 4, 5, 6], windows, 0);
        AssertWindow([7, 8, 9, 10, 11], [8, 9, 10, 11, 12], windows, 1);
        AssertWindow([17, 18, 19, 20, 21], [18, 19, 20, 21, 22], windows, 3);
        Assert.Equal(0, new Windows(new int[5], length: 5, mark: 99).Count);
        Assert.Equal(1, new Windows(new int[6], length: 5, mark: 99).Count);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void AssertWindow(int[] inputs, int[] targets, Windows windows, int window)
    {
        int[] read = new int[5];
        int[] following = new int[5];
        windows.Read(window, read, following);
        Assert.Equal(inputs, read);
        Assert.Equal(targets, following);
    }

    /// <summary>The texts of a row, each of which follows a mark.</summary>
    private static string[] Texts(int[] row)
    {
        Assert.Equal(Shape.Mark, row[0]);
        return string.Concat(row.Select(static token => token == Shape.Mark ? '\n' : (char)token)).Split('\n')[1..];
    }

    private static string Text(int file) => $"file {file:00}{new string('.', 60)}";

    private void Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
