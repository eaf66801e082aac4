using System.CommandLine;
using Compress;

// Packs text by a GPT's probabilities. Told nothing, it packs and unpacks the text that it brings.
RootCommand root = new("Text that only the same bits can unpack.") { new PackCommand(), new UnpackCommand(), new ShowCommand() };
return root.Parse(args is [] ? ["show"] : args).Invoke();
