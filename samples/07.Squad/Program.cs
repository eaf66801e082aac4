using System.Globalization;
using System.Text;

Console.OutputEncoding = Encoding.UTF8;
switch (args)
{
    case []:
        Measurement.Run();
        return 0;
    case ["train", .. string[] rest] when rest.Length <= 1:
        TrainCommand.Run(rest is [string path] ? path : "policy.txt");
        return 0;
    case ["--window"]:
        return SquadWindow.Open(frames: null);
    case ["--window", string count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int frames) && frames > Measurement.WarmUpFrames:
        return SquadWindow.Open(frames);
    default:
        Console.Error.WriteLine($"07.Squad [train [FILE] | --window [FRAMES]]: the window closes itself after so many frames, more than {Measurement.WarmUpFrames}.");
        return 2;
}
