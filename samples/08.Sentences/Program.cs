using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using SpanAttention;

const int Chunk = 256;
const int Matches = 3;

Console.OutputEncoding = System.Text.Encoding.UTF8;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case []:
        Search(Path.Combine(AppContext.BaseDirectory, "sentences.txt"), "Which animals can see in the dark?", "How do I keep bread fresh?", "What holds the planets in their orbits?");
        return 0;
    case ["--file", string path, string question] when File.Exists(path):
        Search(path, question);
        return 0;
#if ONNX_RUNTIME
    case ["--compare"]:
        Comparison.Run();
        return 0;
#endif
    default:
        Console.Error.WriteLine("08.Sentences [--file LINES QUESTION | --compare]: LINES is a text file with a sentence a line; a native build has no ONNX Runtime to compare with.");
        return 2;
}

static void Search(string path, params string[] questions)
{
    using MiniLm model = new();
    SentenceEncoder encoder = new(model, MiniLm.CallTokens);
    float[] asked = new float[questions.Length * MiniLm.Dim];
    encoder.Embed(questions, asked);
    TimeSpan started = Process.GetCurrentProcess().TotalProcessorTime;

    string[] lines = File.ReadAllLines(path);
    float[] vectors = new float[lines.Length * MiniLm.Dim];
    (TimeSpan time, long allocated) = EmbedAll(encoder, lines, vectors);

    for (int question = 0; question < questions.Length; question++)
    {
        Console.WriteLine(questions[question]);
        float[] scores = [.. Enumerable.Range(0, lines.Length).Select(line => Dot(asked.AsSpan(question * MiniLm.Dim, MiniLm.Dim), vectors.AsSpan(line * MiniLm.Dim)))];
        foreach (int line in Enumerable.Range(0, lines.Length).OrderByDescending(line => scores[line]).Take(Matches))
        {
            Console.WriteLine($"  {scores[line]:F3}  {lines[line]}");
        }
    }

    Console.WriteLine($"first vectors   after {started.TotalSeconds:F2} s of processor time");
    Console.WriteLine($"speed           {lines.Length / time.TotalSeconds:F0} sentences a second, on one thread");
    Console.WriteLine($"allocated bytes {allocated / Math.Max(1, lines.Length)} a sentence");
    Console.WriteLine($"hash            {XxHash3.HashToUInt64(MemoryMarshal.AsBytes<float>(vectors)):x16} ({AttentionNumerics.Arithmetic})");
}

// Embeds all lines, and says every second how many are done.
static (TimeSpan Time, long Allocated) EmbedAll(SentenceEncoder encoder, string[] lines, float[] vectors)
{
    encoder.Embed(lines.AsSpan(0, Math.Min(Chunk, lines.Length)), vectors); // scratch grows once
    TimeSpan time = TimeSpan.Zero;
    long allocated = 0;
    for (int done = 0; done < lines.Length;)
    {
        int count = Math.Min(Chunk, lines.Length - done);
        TimeSpan before = time;
        long start = Stopwatch.GetTimestamp();
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        encoder.Embed(lines.AsSpan(done, count), vectors.AsSpan(done * MiniLm.Dim));
        allocated += GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        time += Stopwatch.GetElapsedTime(start);
        done += count;
        if ((int)time.TotalSeconds > (int)before.TotalSeconds)
        {
            Console.Error.WriteLine($"{done} of {lines.Length} sentences, {done / time.TotalSeconds:F0} a second");
        }
    }

    return (time, allocated);
}

// One number after the other: the order of TensorPrimitives.Dot depends on the machine.
static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
{
    float sum = 0;
    for (int index = 0; index < a.Length; index++)
    {
        sum += a[index] * b[index];
    }

    return sum;
}
