/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.List;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CallRequest;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;

/** What {@link FipsModuleTests} runs with a module in front of the class path. */
final class FipsProcess {

	private static final int BYTES = 300_000;

	private FipsProcess() {
	}

	public static void main(String[] arguments) throws Exception {
		Provider module = (Provider) Class.forName("org.bouncycastle.jcajce.provider.BouncyCastleFipsProvider")
			.getDeclaredConstructor()
			.newInstance();
		Security.insertProviderAt(module, 1);
		Path directory = Path.of(arguments[0]);
		HandshakeConfig handshake = HandshakeConfig.defaults().withFipsProviders(List.of(arguments[1]));
		TransportConfig server = TransportConfig.bind("127.0.0.1", 0).withHandshake(handshake);
		TransportConfig client = server.withServer(ServerConfig.defaults().withAccept(false));
		TrustPolicy house = MxpIdentities.readTrust(TrustPolicy.builder(), directory.resolve("ca.crt")).build();
		AgentIdentity listener = MxpIdentities.read(directory.resolve("server.pem"), null);
		AgentIdentity caller = MxpIdentities.read(directory.resolve("client.pem"), null);
		try (MxpTransportEngine listening = MxpTransportEngine.start(server, listener, house, new Inbox());
				MxpTransportEngine asking = MxpTransportEngine.start(client, caller, house, new Inbox())) {
			MxpConnection connection = Await.result(asking.connect(TransportPair.address(listening)));
			String answer = TransportPair.echo(connection, "approved");
			CallRequest large = CallRequest.of("echo", TransportPair.payload(BYTES, 7))
				.withTimeout(Duration.ofSeconds(20));
			int echoed = Await.result(connection.call(large)).payload().remaining();
			System.out.println(
					connection.cipherSuite() + " " + connection.peer().form() + " " + answer + " " + echoed + " bytes");
		}
		catch (TransportException.Configuration ex) {
			System.out.println(ex.getMessage());
		}
	}

}
