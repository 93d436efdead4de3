/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;

import io.mxp.transport.CallRequest;
import io.mxp.transport.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code mxp call}: one question, one answer. */
@Command(name = "call", mixinStandardHelpOptions = true,
		description = "Calls an agent and prints its answer. An error of the agent ends with status 1.",
		footer = { "", "Example: mxp call mxp://127.0.0.1:9000/weather forecast --data '{\"city\":\"Oslo\"}'" })
final class CallCommand implements Callable<Integer> {

	@Mixin
	private ClientOptions client = new ClientOptions();

	@Parameters(index = "1", paramLabel = "SUBJECT", description = "What to call.")
	private String subject = "";

	@Mixin
	private Payloads payloads = new Payloads();

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws IOException {
		byte[] payload = this.payloads.bytes();
		try (ClientOptions.Session session = this.client.connect(this.spec)) {
			long sent = System.nanoTime();
			CallRequest request = CallRequest
				.of(this.payloads.metadata(this.subject, payload), ByteBuffer.wrap(payload))
				.withTarget(session.address().agentId())
				.withTimeout(this.client.timeout());
			Reply reply = ClientOptions.await(session.connection().call(request));
			long nanos = System.nanoTime() - sent;
			if (this.client.json()) {
				ObjectNode json = Json.object();
				Payloads.put(json, reply.metadata(), reply.bytes());
				json.put("micros", nanos / 1_000);
				this.spec.commandLine().getOut().println(Json.line(json));
			}
			else {
				Payloads.print(reply.bytes());
			}
		}
		return 0;
	}

}
