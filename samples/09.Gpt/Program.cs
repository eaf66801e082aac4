using System.CommandLine;
using GptTraining;

// A GPT that writes, and learns. `generate` is also what the program does when it is told nothing.
GenerateCommand generate = new();
RootCommand root = new("A GPT in one page of declarations.") { generate, new TrainCommand() };
return root.Parse(args is [] ? ["generate"] : args).Invoke();
