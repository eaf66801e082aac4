using System.CommandLine;
using System.Globalization;

/// <summary>A command that shows what the heads of a layer of a model look at.</summary>
internal abstract class ModelCommand : Command
{
    private readonly Argument<string> text = new("text") { Description = "What is read.", DefaultValueFactory = static _ => "The cat sat on the mat, because it was warm." };
    private readonly Option<int> layer = new("--layer") { Description = "The layer, from 0 on." };
    private readonly Option<int?> head = new("--head") { Description = "The head, from 0 on; without it all of them." };
    private readonly Option<string> folder = new("--folder") { Description = "Where pictures go.", DefaultValueFactory = static _ => Gallery.DefaultFolder };

    protected ModelCommand(string name, string description)
        : base(name, description)
    {
        Add(text);
        Add(layer);
        Add(head);
        Add(folder);
        SetAction(Run);
    }

    /// <summary>Reads a text and gives the maps of all heads of a layer.</summary>
    protected abstract IReadOnlyList<AttentionMap> Maps(string text, int layer, ParseResult arguments);

    /// <summary>An index below a count, or an error that says which and how many there are.</summary>
    protected static int Within(string what, int index, int count) => (uint)index < (uint)count
        ? index
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{what} is {index}; the model has {what}s 0 to {count - 1}."));

    private int Run(ParseResult arguments)
    {
        try
        {
            IReadOnlyList<AttentionMap> maps = Maps(arguments.GetValue(text)!, arguments.GetValue(layer), arguments);
            Gallery gallery = new(arguments.GetValue(folder)!);
            foreach (AttentionMap map in arguments.GetValue(head) is int one ? [maps[Within("head", one, maps.Count)]] : maps)
            {
                gallery.Show(map);
            }

            gallery.Close();
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }
}
