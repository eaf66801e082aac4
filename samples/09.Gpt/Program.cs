using System.CommandLine;

// A GPT that writes. `generate` is also what the program does when it is told nothing.
GenerateCommand generate = new();
RootCommand root = new("A GPT in one page of declarations.") { generate };
return root.Parse(args is [] ? ["generate"] : args).Invoke();
