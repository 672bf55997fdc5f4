using CommitmentBot.Benchmarks;

// dotnet run -c Release --project tests/CommitmentBot.Benchmarks
Understanding.Run(Console.Out);
