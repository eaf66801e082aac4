using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cluster.Grains;
using Cluster.Hosting;
using Cluster.Model;
using GptModel;
using Microsoft.Extensions.Hosting;
using SpanAttention;

/// <summary><c>decode PROMPT</c>: starts silos, and writes a text over a context that none of them could keep alone.</summary>
internal sealed class DecodeCommand : Command
{
    private readonly Argument<string> prompt = new("prompt") { Description = "What the text begins with.", DefaultValueFactory = static _ => "/// <summary>" };
    private readonly Option<int> silos = new("--silos") { Description = "Silos to start.", DefaultValueFactory = static _ => 4 };
    private readonly Option<StateMode> mode = new("--mode") { Description = "How states travel.", DefaultValueFactory = static _ => StateMode.Relay };
    private readonly Option<int> tokens = new("--tokens") { Description = "Tokens to write, at most.", DefaultValueFactory = static _ => 240 };
    private readonly Option<ulong> seed = new("--seed") { Description = "The same seed gives the same text.", DefaultValueFactory = static _ => 1 };
    private readonly Option<long> limit = new("--limit") { Description = "Bytes of keys and values that a silo may keep.", DefaultValueFactory = static _ => 600_000 };
    private readonly Option<string?> postgres = new("--postgres") { Description = "A connection string of PostgreSQL, which then keeps membership and texts." };
    private readonly Option<string?> certificate = new("--certificate") { Description = "A certificate in PEM, for TLS between all processes." };
    private readonly Option<string?> key = new("--key") { Description = "The certificate's key in PEM." };
    private readonly Option<string?> weights = new("--weights") { Description = "A safetensors file of the small model." };

    public DecodeCommand()
        : base("decode", "Starts silos, and writes a text over a context that none of them could keep alone.")
    {
        Add(prompt);
        Option[] options = [silos, mode, tokens, seed, limit, postgres, certificate, key, weights];
        foreach (Option option in options)
        {
            Add(option);
        }

        SetAction(Run);
    }

    private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        try
        {
            await Decode(arguments, cancellation);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or TimeoutException or SiloFullException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private async Task Decode(ParseResult arguments, CancellationToken cancellation)
    {
        ClusterSettings settings = new()
        {
            ClusterId = "",
            Limit = arguments.GetValue(limit),
            Postgres = arguments.GetValue(postgres),
            Certificate = arguments.GetValue(certificate),
            CertificateKey = arguments.GetValue(key),
            Weights = arguments.GetValue(weights),
        };
        using GptWeights given = GptWeights.Open(settings.Weights);
        SplitGpt model = new(given);
        int count = AtLeastOne(arguments, silos);
        Console.WriteLine($"{model.Shape}; {given.Source}");
        await using LocalCluster cluster = await LocalCluster.Start(settings, count);
        using IHost client = await ClientFactory.Connect(cluster.Settings);
        Console.WriteLine($"silos {count}, each with {Number(settings.Limit)} bytes for keys and values; mode {arguments.GetValue(mode)}");
        Console.WriteLine();
        await Write(arguments, model, cluster.Settings, client, cancellation);
    }

    private async Task Write(ParseResult arguments, SplitGpt model, ClusterSettings settings, IHost client, CancellationToken cancellation)
    {
        CallMeter meter = new();
        RangeShape shape = settings.Shape(model);
        RangeCluster ranges = new(client.Grains(), shape, arguments.GetValue(mode), meter);
        byte[] begin = Encoding.UTF8.GetBytes(arguments.GetValue(prompt)!);
        GptTokenizer tokenizer = GptTokenizer.For(model.Shape);
        ClusterWriter writer = new(model, new ClusterReader(model, ranges, settings.ClusterId), tokenizer.Encode(begin), new Sampling { Temperature = 0.8f, TopP = 0.95 }, arguments.GetValue(seed));
        using TextOutput output = new(Console.OpenStandardOutput());
        OutputHash hash = new();
        output.Write(begin);
        int written = 0;
        long start = 0;
        for (; written < AtLeastOne(arguments, tokens) && !cancellation.IsCancellationRequested; written++)
        {
            int token = await writer.Next();
            hash.Add(writer.Logits);
            if (token == model.Shape.Mark)
            {
                break;
            }

            output.Write(tokenizer.Bytes(token));
            if (written == 0)
            {
                meter.Reset(); // the prompt is read, and all is done that is done for the first time
                start = Stopwatch.GetTimestamp();
            }
        }

        output.End();
        int measured = Math.Max(written - 1, 1);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long alone = 2L * shape.TokenFloats * sizeof(float) * model.Shape.ContextLength * model.Shape.Layers;
        output.WriteLine($"""

            tokens a second          {measured / seconds:F1}
            bytes moved a token      {Number(meter.Bytes / (double)measured)}
            network, ms a token      {meter.Network.TotalMilliseconds / measured:F2}
            attention, ms a token    {meter.Attention.TotalMilliseconds / measured:F2}
            calls made again         {meter.Attempts}
            one silo alone needs     {Number(alone)} bytes for a context of {model.Shape.ContextLength}, {(double)alone / settings.Limit:F1} times what it has
            hash                     {hash.Value:x16} ({AttentionNumerics.Arithmetic})
            """);
    }

    private static int AtLeastOne(ParseResult arguments, Option<int> option) =>
        arguments.GetValue(option) is int value and > 0 ? value : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {arguments.GetValue(option)}; it must be at least 1."));

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
