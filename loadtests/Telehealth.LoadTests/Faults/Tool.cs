using System.Diagnostics;

namespace Telehealth.LoadTests.Faults;

/// <summary>Programs of the system, such as <c>ip</c> and <c>mount</c>, that do one thing and end.</summary>
internal static class Tool
{
    /// <exception cref="InvalidOperationException">It failed; the message is its own.</exception>
    public static async Task Run(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var complaint = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {complaint.Trim()}");
    }

    public static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
            .Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, program)));
}
