using System.CommandLine;

// Publishes the page and serves it, which is also what the program does when it is told nothing. `outside` prints what the page computes.
RootCommand root = new("Attention in a browser.") { new ServeCommand(), new OutsideCommand() };
return await root.Parse(args is [] ? ["serve"] : args).InvokeAsync();
