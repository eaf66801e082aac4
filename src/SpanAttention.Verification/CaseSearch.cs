using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace SpanAttention.Verification;

/// <summary>Has FsCheck look for a case on which a property is violated, and shrink it.</summary>
internal sealed class CaseSearch<TCase>(ulong seed, VerificationSettings settings) : IRunner
    where TCase : class
{
    private (TCase Case, Violation Violation)? smallest;
    private int calls;

    /// <summary>The smallest case found, with what was wrong then: a mistake may show only now and then.</summary>
    public (TCase Case, Violation Violation)? Run(Arbitrary<TCase> cases, Func<TCase, Violation?> find)
    {
        Config config = Config.Quick
            .WithMaxTest(settings.Cases)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)))
            .WithRunner(this);
        FsCheck.Check.One(config, Prop.ForAll(cases, inputs => Try(inputs, find)));
        return smallest;
    }

    // Every failure is smaller than the one before. When the calls are spent, what is left passes unseen, which ends the shrinking.
    private bool Try(TCase inputs, Func<TCase, Violation?> find)
    {
        if (smallest is not null && ++calls > settings.ShrinkingCalls)
        {
            return true;
        }

        if (find(inputs) is not { } violation)
        {
            return true;
        }

        smallest = (inputs, violation);
        return false;
    }

    void IRunner.OnStartFixture(Type t)
    {
    }

    void IRunner.OnArguments(int number, FSharpList<object> arguments, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
    {
    }

    void IRunner.OnShrink(FSharpList<object> arguments, FSharpFunc<FSharpList<object>, string> everyShrink)
    {
    }

    void IRunner.OnFinished(string name, TestResult result)
    {
    }
}
