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

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.TransportException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mxp event}: something an agent is told. */
@Command(name = "event", mixinStandardHelpOptions = true,
		description = "Sends an agent an event. There is no answer; it was handed over when the command ends.",
		footer = { "", "Example: mxp event mxp://127.0.0.1:9000/weather station.online --data '{\"id\":7}'" })
final class EventCommand implements Callable<Integer> {

	@Mixin
	private ClientOptions client = new ClientOptions();

	@Parameters(index = "1", paramLabel = "SUBJECT", description = "What happened.")
	private String subject = "";

	@Mixin
	private Payloads payloads = new Payloads();

	@Option(names = "--datagram", order = 4, description = "Send it in one datagram: never sent again if it is lost.")
	private boolean datagram;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws IOException {
		byte[] payload = this.payloads.bytes();
		MessageMetadata metadata = this.payloads.metadata(this.subject, payload);
		try (ClientOptions.Session session = this.client.connect(this.spec)) {
			MxpConnection connection = session.connection();
			boolean accepted = this.datagram
					? connection.datagram(MessageType.EVENT, metadata, ByteBuffer.wrap(payload))
					: connection.send(MessageType.EVENT, metadata, ByteBuffer.wrap(payload));
			if (!accepted) {
				throw new TransportException.Overloaded(this.datagram
						? "The event does not fit into one datagram of this path. Send it without --datagram."
						: "The event was not accepted. Send fewer or smaller ones at once.");
			}
			if (this.client.json()) {
				this.spec.commandLine()
					.getOut()
					.println(Json.line(Json.object().put("sent", true).put("bytes", payload.length)));
			}
		}
		return 0;
	}

}
