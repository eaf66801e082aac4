using System.CommandLine;
using System.Globalization;
using System.Text;
using GptModel;
using SpanAttention;

/// <summary><c>generate PROMPT</c>: writes texts that go on from a prompt.</summary>
internal sealed class GenerateCommand : Command
{
    private readonly Argument<string> prompt = new("prompt") { Description = "What the text begins with.", DefaultValueFactory = static _ => "/// <summary>" };
    private readonly Option<int> tokens = new("--tokens") { Description = "Tokens to write, at most.", DefaultValueFactory = static _ => 100 };
    private readonly Option<float> temperature = new("--temperature") { Description = "Below 1 likely tokens become likelier; 0 takes the likeliest.", DefaultValueFactory = static _ => 0.8f };
    private readonly Option<int> topK = new("--top-k") { Description = "Draw from so many of the likeliest tokens; 0: from all.", DefaultValueFactory = static _ => 0 };
    private readonly Option<double> topP = new("--top-p") { Description = "Draw from the likeliest tokens that together have so much of the probability.", DefaultValueFactory = static _ => 0.95 };
    private readonly Option<ulong> seed = new("--seed") { Description = "The same seed gives the same text.", DefaultValueFactory = static _ => 1 };
    private readonly Option<int> texts = new("--texts") { Description = "Texts to write together, from this seed and the ones after it.", DefaultValueFactory = static _ => 1 };
    private readonly Option<string?> weights = new("--weights") { Description = "A safetensors file of GPT-2 small, or of the small model." };

    public GenerateCommand()
        : base("generate", "Writes texts that go on from a prompt.")
    {
        Add(prompt);
        Option[] options = [tokens, temperature, topK, topP, seed, texts, weights];
        foreach (Option option in options)
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        try
        {
            Generate(arguments);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private void Generate(ParseResult arguments)
    {
        int count = AtLeastOne(arguments, tokens);
        ulong[] seeds = [.. Enumerable.Range(0, AtLeastOne(arguments, texts)).Select(text => arguments.GetValue(seed) + (ulong)text)];
        Sampling sampling = new() { Temperature = arguments.GetValue(temperature), TopK = arguments.GetValue(topK), TopP = arguments.GetValue(topP) };

        using GptWeights given = GptWeights.Open(arguments.GetValue(weights));
        Gpt model = Gpt.Create(given);
        GptTokenizer tokenizer = GptTokenizer.For(model.Shape);
        using TextOutput output = new(Console.OpenStandardOutput());
        output.WriteLine($"{model.Shape}: {Number(model.Shape.WeightCount)} weights, {given.Source}");

        Generation generation = new(model, tokenizer, Encoding.UTF8.GetBytes(arguments.GetValue(prompt)!), sampling, seeds);
        generation.Run(count, output);

        output.WriteLine("");
        output.WriteLine($"tokens a second {Number(generation.TokensPerSecond)}");
        output.WriteLine($"allocated bytes {generation.AllocatedBytes}");
        output.WriteLine($"hash            {generation.Hash:x16} ({AttentionNumerics.Arithmetic})");
    }

    private static int AtLeastOne(ParseResult arguments, Option<int> option) =>
        arguments.GetValue(option) is int value and > 0 ? value : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {arguments.GetValue(option)}; it must be at least 1."));

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
