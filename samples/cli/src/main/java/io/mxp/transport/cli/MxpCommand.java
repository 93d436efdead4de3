/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

import io.mxp.transport.TransportException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/**
 * The command {@code mxp}. Exit status: 0 done, 1 failed, 2 wrong usage.
 */
@Command(name = "mxp", mixinStandardHelpOptions = true, versionProvider = MxpVersion.class,
		description = "Talks to MXP agents, and makes what they need.", synopsisSubcommandLabel = "COMMAND",
		subcommands = { PingCommand.class, CallCommand.class, StreamCommand.class, EventCommand.class,
				ServeCommand.class, IdentityCommand.class, DecodeCommand.class, EncodeCommand.class,
				HelpCommand.class },
		footer = { "", "'mxp COMMAND --help' explains a command. Exit status: 0 done, 1 failed, 2 wrong usage." })
final class MxpCommand {

	private MxpCommand() {
	}

	/**
	 * Runs a command and ends the process with its status.
	 * @param arguments what stands behind {@code mxp}
	 */
	public static void main(String[] arguments) {
		PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
		int status = commandLine(out, err).execute(arguments);
		out.flush();
		System.exit(status);
	}

	static CommandLine commandLine(PrintWriter out, PrintWriter err) {
		CommandLine commandLine = new CommandLine(new MxpCommand()).setOut(out)
			.setErr(err)
			.setCaseInsensitiveEnumValuesAllowed(true)
			.setUsageHelpWidth(100)
			.setExpandAtFiles(false)
			.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command))
			.setParameterExceptionHandler((failure, parsed) -> misused(failure));
		inOrderOfUse(commandLine);
		// Without a command there is nothing to do: say what there is.
		commandLine.setExecutionStrategy((parsed) -> {
			CommandLine last = parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
			if (!(last.getCommand() instanceof Runnable) && !(last.getCommand() instanceof Callable)
					&& !last.isUsageHelpRequested() && !last.isVersionHelpRequested()) {
				throw new ParameterException(last, "A command is missing.");
			}
			return new CommandLine.RunLast().execute(parsed);
		});
		return commandLine;
	}

	private static void inOrderOfUse(CommandLine commandLine) {
		commandLine.getCommandSpec().usageMessage().sortOptions(false);
		commandLine.getSubcommands().values().forEach(MxpCommand::inOrderOfUse);
	}

	private static int failed(Exception failure, CommandLine command) {
		String message = failure.getMessage();
		command.getErr().println("mxp: " + ((message != null) ? message : failure.toString()));
		String advice = advice(failure);
		if (advice != null) {
			command.getErr().println("     " + advice);
		}
		if (System.getenv("MXP_DEBUG") != null) {
			failure.printStackTrace(command.getErr());
		}
		return CommandLine.ExitCode.SOFTWARE;
	}

	private static @Nullable String advice(Exception failure) {
		if (!(failure instanceof TransportException transport)) {
			return null;
		}
		return switch (transport.code()) {
			case HANDSHAKE_TIMEOUT, PEER_UNREACHABLE ->
				"Is an agent running there? Has it the key that is expected ('mxp"
						+ " identity show')? A server may also be silent to anonymous clients (--identity FILE).";
			case NOT_FOUND -> "The agent is there, but nothing in it answers this subject.";
			case WRONG_TARGET -> "Correct the agent id in the address, or leave it out.";
			case DEADLINE_EXCEEDED -> "Allow more time with --timeout.";
			default -> null;
		};
	}

	private static int misused(ParameterException failure) {
		CommandLine command = failure.getCommandLine();
		PrintWriter err = command.getErr();
		String name = command.getCommandSpec().qualifiedName();
		err.println("mxp: " + failure.getMessage());
		CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
		if (!command.getSubcommands().isEmpty()) {
			err.println("Commands: " + String.join(", ", command.getSubcommands().keySet()));
		}
		err.println("'" + name + " --help' shows how it is used.");
		return CommandLine.ExitCode.USAGE;
	}

}
