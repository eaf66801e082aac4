using System.CommandLine;
using System.Text;

// What tokens look at: of the chapter's sentence where nothing is said, else by one of the models of samples/08 and samples/09.
Console.OutputEncoding = Encoding.UTF8;
Argument<string> folder = new("folder") { Description = "Where pictures go.", DefaultValueFactory = static _ => Gallery.DefaultFolder };
RootCommand root = new("Draws attention weights.") { folder, new SentenceCommand(), new GptCommand() };
root.SetAction(arguments => Chapter.Show(new Gallery(arguments.GetValue(folder)!)));
return root.Parse(args).Invoke();
