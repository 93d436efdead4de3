/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.observe.Counter;

import static org.assertj.core.api.Assertions.assertThat;

/** Tickets and early data by properties, over the engine. */
class ResumptionPropertiesTests {

	private static final String EARLY_AT_SERVER = "mxp.transport.session.resumption.accept-early=true";

	private static final String EARLY_AT_CLIENT = "mxp.transport.session.resumption.send-early=true";

	@TempDir
	Path directory;

	@RegisterExtension
	private final LoopbackApplications applications = new LoopbackApplications();

	@Test
	void whoComesBackShowsItsTicketAndSendsNothingEarlyByDefault() throws Exception {
		ManagedMxpTransport server = visitTwice(List.of(), List.of());
		assertThat(count(server, Counter.TICKETS_ACCEPTED)).isEqualTo(1);
		assertThat(count(server, Counter.EARLY_ACCEPTED)).isZero();
	}

	@Test
	void earlyDataNeedsBothSides() throws Exception {
		ManagedMxpTransport server = visitTwice(List.of(EARLY_AT_SERVER), List.of());
		assertThat(count(server, Counter.EARLY_ACCEPTED)).isZero();
	}

	@Test
	void anIdempotentCallIsSentEarlyWhereBothSidesWantIt() throws Exception {
		ManagedMxpTransport server = visitTwice(List.of(EARLY_AT_SERVER), List.of(EARLY_AT_CLIENT));
		assertThat(count(server, Counter.TICKETS_ACCEPTED)).isEqualTo(1);
		assertThat(count(server, Counter.EARLY_ACCEPTED)).isEqualTo(1);
	}

	@Test
	void noTicketsAreGivenOrShownWhereThatIsConfigured() throws Exception {
		assertThat(count(visitTwice(List.of("mxp.transport.session.resumption.issue=false"), List.of()),
				Counter.TICKETS_ACCEPTED))
			.isZero();
		assertThat(count(visitTwice(List.of(), List.of("mxp.transport.session.resumption.resume=false")),
				Counter.TICKETS_ACCEPTED))
			.isZero();
	}

	/** A client calls, loses its connection, and calls again. */
	private ManagedMxpTransport visitTwice(List<String> server, List<String> client) throws Exception {
		ConfigurableApplicationContext serving = run(LoopbackApplications.Who.class, "server", server);
		MxpTransport transport = serving.getBean(MxpTransport.class);
		List<String> settings = new ArrayList<>(client);
		settings.add("mxp.transport.client.peer.server.uri=mxp://127.0.0.1:" + LoopbackApplications.port(serving) + "/"
				+ transport.identity().agentId());
		ConfigurableApplicationContext calling = run(TestAgents.Empty.class, "client", settings);
		String self = calling.getBean(MxpTransport.class).identity().agentId().toString();
		MxpRequester requester = calling.getBean(MxpRequester.class).to("server");
		assertThat(requester.call("who").idempotent().retrieve(String.class)).isEqualTo(self);
		MxpConnection first = calling.getBean(MxpPeers.class).connection("server").get(30, TimeUnit.SECONDS);
		first.close();
		first.closed().get(30, TimeUnit.SECONDS);
		assertThat(requester.call("who").idempotent().retrieve(String.class)).isEqualTo(self);
		return serving.getBean(ManagedMxpTransport.class);
	}

	private static long count(ManagedMxpTransport transport, Counter counter) {
		return transport.snapshot().get(counter);
	}

	private ConfigurableApplicationContext run(Class<?> source, String name, List<String> properties) {
		List<String> all = new ArrayList<>(properties);
		all.add("mxp.transport.identity.dev-ca=true");
		all.add("mxp.transport.agent.name=" + name);
		all.add("mxp.transport.identity.dev-ca-directory=" + this.directory.resolve("ca"));
		all.add("mxp.transport.client.connect-timeout=10s");
		return this.applications.run(source, all.toArray(String[]::new));
	}

}
