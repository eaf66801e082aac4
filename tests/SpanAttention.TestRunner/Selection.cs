using Xunit;
using Xunit.Abstractions;

namespace SpanAttention.TestRunner;

/// <summary>Keeps those of the discovered tests that names ask for.</summary>
internal sealed class Selection(string[] names) : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly List<ITestCase> chosen = [];
    private readonly HashSet<string> found = [];

    public IReadOnlyList<ITestCase> Chosen => chosen;

    /// <summary>A name that no test has, or null.</summary>
    public string? Unknown => names.FirstOrDefault(name => !found.Contains(name));

    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is ITestCaseDiscoveryMessage discovered)
        {
            string type = discovered.TestClass.Class.Name.Split('.')[^1];
            string? name = names.FirstOrDefault(name => name == type || name == $"{type}.{discovered.TestMethod.Method.Name}");
            if (name is not null)
            {
                found.Add(name);
                chosen.Add(discovered.TestCase);
            }
        }

        return true;
    }
}
