/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import io.mxp.transport.DenyList;
import io.mxp.transport.StaticKey;
import io.mxp.transport.security.IdentityFiles;
import io.mxp.transport.security.OwnerOnlyFiles;
import io.mxp.transport.security.PemBlock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code mxp identity show}: what files hold. */
@Command(name = "show", mixinStandardHelpOptions = true,
		description = { "Shows what files hold: keys, certificates, pins; ids, fingerprints, validity.",
				"Private keys themselves are never printed." })
final class IdentityShowCommand implements Callable<Integer> {

	private static final Pattern DENY_LIST = Pattern.compile("(?m)^\\s*(agent|serial|fingerprint)\\s");

	@Parameters(arity = "1..*", paramLabel = "FILE",
			description = "A PEM file, a deny list, or a file with a public key as hex or base64.")
	private List<Path> files = List.of();

	@Option(names = "--json", description = "Print one JSON object for each file.")
	private boolean json;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() {
		PrintWriter out = this.spec.commandLine().getOut();
		for (Path file : this.files) {
			List<Map<String, String>> items = describe(file);
			if (this.json) {
				out.println(Json.line(toJson(file, items)));
			}
			else {
				print(out, file, items);
			}
		}
		out.flush();
		return 0;
	}

	private List<Map<String, String>> describe(Path file) {
		String text = IdentityFiles.readText(file, "identity", "Check the path.");
		List<PemBlock> blocks = PemBlock.parse(text);
		PemDescription description = new PemDescription(file.toString(), Instant.now());
		List<Map<String, String>> items = new ArrayList<>();
		if (blocks.isEmpty()) {
			items.add(isDenyList(text) ? denyList(DenyList.parse(text, file.toString()))
					: PemDescription.ofKey("public key", StaticKey.parse(text)));
		}
		for (PemBlock block : blocks) {
			items.add(description.of(block));
			if (block.type().endsWith("PRIVATE KEY")) {
				OwnerOnlyFiles.permissionWarning(file)
					.ifPresent((warning) -> this.spec.commandLine().getErr().println("Warning: " + warning));
			}
		}
		return items;
	}

	private static boolean isDenyList(String text) {
		return DENY_LIST.matcher(text).find();
	}

	private static Map<String, String> denyList(DenyList list) {
		Map<String, String> item = new LinkedHashMap<>();
		item.put("kind", "deny list");
		item.put("entries", String.valueOf(list.size()));
		int number = 1;
		for (String entry : list.entries()) {
			item.put("entry " + number++, entry);
		}
		return item;
	}

	private static ObjectNode toJson(Path file, List<Map<String, String>> items) {
		ObjectNode json = Json.object();
		json.put("file", file.toString());
		ArrayNode list = json.putArray("items");
		for (Map<String, String> item : items) {
			ObjectNode object = list.addObject();
			item.forEach((name, value) -> object.put(name.replace(' ', '_'), value));
		}
		return json;
	}

	private static void print(PrintWriter out, Path file, List<Map<String, String>> items) {
		out.println(file);
		for (Map<String, String> item : items) {
			item.forEach((name, value) -> {
				String indent = name.equals("kind") ? "  " : "    ";
				String label = name.equals("kind") ? "" : name + " ".repeat(Math.max(1, 14 - name.length()));
				out.println(indent + label + value);
			});
		}
	}

}
