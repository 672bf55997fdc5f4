using CommitmentBot.Cli;

return await CommandLine.Run(args);
