using System.CommandLine;
using Cluster.Hosting;
using Microsoft.Extensions.Hosting;

// A GPT whose keys and values are spread over silos. `decode` is also what the program does when it is told nothing; `silo` is what it starts itself as.
if (args is [SiloArguments.Command, ..])
{
    (ClusterSettings settings, SiloPorts ports) = SiloArguments.Parse(args);
    using IHost silo = SiloFactory.Create(settings, ports.Silo, ports.Gateway);
    await silo.StartAsync();
    Console.WriteLine(SiloProcess.Ready);
    await Console.In.ReadToEndAsync(); // until the process that started it is gone
    await silo.StopAsync();
    return 0;
}

RootCommand root = new("A GPT whose keys and values are spread over silos.") { new DecodeCommand(), new PlanCommand() };
return await root.Parse(args is [] ? ["decode"] : args).InvokeAsync();
