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
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.CallRequest;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code mxp stream}: one question, an answer in pieces. */
@Command(name = "stream", mixinStandardHelpOptions = true,
		description = { "Calls an agent and prints its streamed answer as it arrives.",
				"--timeout is for its beginning; the answer may take as long as it takes." },
		footer = { "", "Example: mxp stream mxp://127.0.0.1:9000/echo stream --data 'one word after the other'" })
final class StreamCommand implements Callable<Integer> {

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
			CallRequest request = CallRequest
				.of(this.payloads.metadata(this.subject, payload), ByteBuffer.wrap(payload))
				.withTarget(session.address().agentId())
				.withTimeout(this.client.timeout());
			Printer printer = new Printer();
			CompletableFuture<MxpStream> opened = session.connection().callForStream(request, printer);
			opened.exceptionally((failure) -> {
				printer.ended.completeExceptionally(failure);
				return null;
			});
			ClientOptions.await(printer.ended);
			if (!this.client.json() && printer.lastByte != '\n' && printer.chunks > 0) {
				System.out.println();
			}
		}
		return 0;
	}

	/** Prints each chunk at once. */
	private final class Printer implements StreamListener {

		private final CompletableFuture<Void> ended = new CompletableFuture<>();

		private long chunks;

		private byte lastByte;

		@Override
		public void onChunk(MxpStream stream, ByteBuffer chunk) {
			byte[] bytes = new byte[chunk.remaining()];
			chunk.get(bytes);
			this.chunks++;
			if (StreamCommand.this.client.json()) {
				ObjectNode json = Json.object().put("chunk", this.chunks);
				Payloads.put(json, MessageMetadata.EMPTY, bytes);
				StreamCommand.this.spec.commandLine().getOut().println(Json.line(json));
				StreamCommand.this.spec.commandLine().getOut().flush();
				return;
			}
			System.out.write(bytes, 0, bytes.length);
			System.out.flush();
			this.lastByte = (bytes.length > 0) ? bytes[bytes.length - 1] : this.lastByte;
		}

		@Override
		public void onFinished(MxpStream stream) {
			this.ended.complete(null);
		}

		@Override
		public void onFailed(MxpStream stream, TransportException failure) {
			this.ended.completeExceptionally(failure);
		}

	}

}
