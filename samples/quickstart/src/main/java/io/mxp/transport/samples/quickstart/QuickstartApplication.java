/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mxp.transport.MxpTransport;
import io.mxp.transport.impairment.Impairment;
import io.mxp.transport.impairment.ImpairmentCounters;
import io.mxp.transport.impairment.ImpairmentProxy;
import io.mxp.transport.samples.quickstart.agent.AgentApplication;
import io.mxp.transport.samples.quickstart.server.ServerApplication;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Main class of both processes: without {@code agent} as first argument it is the server,
 * which starts the agent.
 */
public final class QuickstartApplication {

	private static final int UDP_PORT = 9000;

	private static final int HTTP_PORT = 8080;

	private final QuickstartOptions options;

	private final Path directory;

	private final Screen screen = new Screen();

	private QuickstartApplication(QuickstartOptions options, Path directory) {
		this.options = options;
		this.directory = directory;
	}

	public static void main(String[] arguments) throws IOException {
		if (arguments.length > 0 && arguments[0].equals("agent")) {
			AgentApplication.main(Arrays.copyOfRange(arguments, 1, arguments.length));
			return;
		}
		if (List.of(arguments).contains("--help")) {
			System.out.println(QuickstartOptions.USAGE);
			return;
		}
		try {
			QuickstartOptions options = QuickstartOptions.parse(arguments);
			new QuickstartApplication(options, directory()).run();
		}
		catch (IllegalArgumentException ex) {
			System.err.println("quickstart: " + ex.getMessage() + ".");
			System.err.println();
			System.err.println(QuickstartOptions.USAGE);
			System.exit(2);
		}
	}

	/** Where keys and logs go: nothing is written into the user's home. */
	private static Path directory() throws IOException {
		String configured = System.getProperty("quickstart.directory");
		return (configured != null) ? Files.createDirectories(Path.of(configured))
				: Files.createTempDirectory("mxp-quickstart");
	}

	private void run() {
		this.screen.line("%s  one server, one agent in a process of its own, UDP between them",
				this.screen.bold("MXP quickstart"));
		ConfigurableApplicationContext context = startServer();
		MxpTransport transport = context.getBean(MxpTransport.class);
		showServer(transport);
		int status = runAgent(transport);
		if (status != 0) {
			this.screen.line("%n%s The second agent ended with status %d. Logs: %s", this.screen.bad("Failed."), status,
					this.directory);
			SpringApplication.exit(context);
			System.exit(1);
		}
		if (this.options.exit()) {
			System.exit(SpringApplication.exit(context));
		}
		showAddresses(context);
	}

	private int runAgent(MxpTransport transport) {
		SecondAgent agent = new SecondAgent(this.options, this.directory);
		if (!this.options.isImpaired()) {
			return agent.runAgainst(uri(transport, transport.localAddress().getPort()));
		}
		Impairment impairment = Impairment.none()
			.withLoss(this.options.lossPercent() / 100)
			.withDelay(Duration.ofMillis(this.options.delayMillis()));
		try (ImpairmentProxy proxy = ImpairmentProxy.start(
				new InetSocketAddress(InetAddress.getLoopbackAddress(), transport.localAddress().getPort()),
				System.nanoTime(), impairment)) {
			this.screen.line(
					"  %-9s a proxy on port %d between the two: each way it loses %s %% of the datagrams and"
							+ " takes %d ms",
					"network", proxy.address().getPort(), percent(this.options.lossPercent()),
					this.options.delayMillis());
			int status = agent.runAgainst(uri(transport, proxy.address().getPort()));
			showProxy(proxy.toServer(), proxy.toClients());
			return status;
		}
	}

	private static String uri(MxpTransport transport, int port) {
		return "mxp://127.0.0.1:" + port + "/" + transport.identity().agentId();
	}

	private void showProxy(ImpairmentCounters toServer, ImpairmentCounters toAgent) {
		this.screen.line(
				"%nThe network lost %,d of the agent's %,d datagrams and %,d of the server's %,d."
						+ "%nAll but acknowledgements and datagram messages was sent again.",
				toServer.lost(), toServer.received(), toAgent.lost(), toAgent.received());
	}

	private static String percent(double percent) {
		return (percent == Math.rint(percent)) ? String.valueOf((long) percent) : String.valueOf(percent);
	}

	private ConfigurableApplicationContext startServer() {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("quickstart.directory", this.directory.toString());
		properties.put("mxp.transport.socket.transport", this.options.transport());
		properties.put("mxp.transport.port", Ports.udp(this.options.port(), UDP_PORT));
		properties.put("server.port", Ports.tcp(this.options.httpPort(), HTTP_PORT));
		return new SpringApplicationBuilder(ServerApplication.class).bannerMode(Banner.Mode.OFF)
			.run(properties.entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new));
	}

	private void showServer(MxpTransport transport) {
		int port = transport.localAddress().getPort();
		String note = (port == UDP_PORT || this.options.port() != QuickstartOptions.DEFAULT_PORT) ? ""
				: "  (" + UDP_PORT + " is taken)";
		this.screen.line();
		this.screen.line("  %-9s mxp://127.0.0.1:%d%s over UDP, %s, process %d", "server", port, note,
				transport.socketTransport(), ProcessHandle.current().pid());
		this.screen.line("  %-9s %s", "", this.screen.dim(transport.identity().fingerprint()));
	}

	private void showAddresses(ConfigurableApplicationContext context) {
		String base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/";
		this.screen.heading("The server stays up. Look at it:");
		this.screen.line("  %-10s %shealth", "health", base);
		this.screen.line("  %-10s %smetrics", "metrics", base);
		this.screen.line("  %-10s %smxp", "mxp", base);
		this.screen.line("  %-10s %s", "logs", this.directory);
		this.screen.line();
		this.screen.line("Ctrl-C stops it.");
	}

}
